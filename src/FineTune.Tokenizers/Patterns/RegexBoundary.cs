namespace FineTune.Tokenizers;

/// <summary>What a regular expression asks of a place between characters.</summary>
internal enum RegexBoundary
{
    /// <summary><c>\b</c>.</summary>
    Word,

    /// <summary><c>\B</c>.</summary>
    NotWord,

    /// <summary><c>^</c>, after every line feed too.</summary>
    StartOfLine,

    /// <summary><c>$</c>, before every line feed too.</summary>
    EndOfLine,

    /// <summary><c>\A</c>.</summary>
    Start,

    /// <summary><c>\z</c>.</summary>
    End,

    /// <summary><c>\Z</c>, before a last line feed too.</summary>
    EndOrLastLine,

    /// <summary><c>\G</c>, where looking began.</summary>
    SearchStart,
}
