namespace FineTune.Tokenizers;

/// <summary>What becomes of a character on BERT's short way; with a value below, one number.</summary>
internal static class BertCharacter
{
    /// <summary>A part of a word: the value is the code point it becomes. Everything below <see cref="Space"/> is one.</summary>
    public const int Word = 0;

    /// <summary>White space: it ends a word.</summary>
    public const int Space = 1 << 24;

    /// <summary>Nothing.</summary>
    public const int Removed = 2 << 24;

    /// <summary>A word of its own: the value is the code point it becomes.</summary>
    public const int Isolated = 3 << 24;

    /// <summary>Several of the above: the value is an index of <see cref="BertCharacterMap.Many"/>.</summary>
    public const int Many = 4 << 24;

    /// <summary>A mark that may change places with its neighbours: the long way.</summary>
    public const int Reordered = 5 << 24;

    public static int Kind(int entry) => entry & ~0xFFFFFF;

    public static int Value(int entry) => entry & 0xFFFFFF;
}
