namespace FineTune.Tokenizers;

/// <summary>What a step of a <see cref="RegexProgram"/> does.</summary>
internal enum RegexOperation
{
    /// <summary>The end: a match.</summary>
    Match,

    /// <summary>Takes a character of a set.</summary>
    OneOf,

    /// <summary>Takes characters of a set, as many as allowed.</summary>
    Many,

    /// <summary>Goes one way, and the other when that fails.</summary>
    Split,

    /// <summary>Goes elsewhere.</summary>
    Jump,

    /// <summary>Asks for a <see cref="RegexBoundary"/>.</summary>
    Boundary,

    /// <summary>Notes the place a repetition stands at.</summary>
    Mark,

    /// <summary>Leaves a repetition that took nothing since <see cref="Mark"/>.</summary>
    LeaveIfEmpty,

    /// <summary>Looks ahead.</summary>
    Ahead,

    /// <summary>Looks behind.</summary>
    Behind,

    /// <summary>Takes what a part matches by itself, once and for all.</summary>
    Atomic,
}
