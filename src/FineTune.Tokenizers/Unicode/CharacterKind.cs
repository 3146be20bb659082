namespace FineTune.Tokenizers;

/// <summary>What GPT-2's pattern asks about a character.</summary>
internal enum CharacterKind : byte
{
    /// <summary>None of the others.</summary>
    Other,

    /// <summary>White space, <c>\s</c>.</summary>
    Space,

    /// <summary>A letter, <c>\p{L}</c>.</summary>
    Letter,

    /// <summary>A number, <c>\p{N}</c>.</summary>
    Number,
}
