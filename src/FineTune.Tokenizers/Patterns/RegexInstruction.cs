namespace FineTune.Tokenizers;

/// <summary>A step of a <see cref="RegexProgram"/>.</summary>
internal readonly record struct RegexInstruction(RegexOperation Operation)
{
    /// <summary>Gets the characters it takes.</summary>
    public CodePointSet? Set { get; init; }

    /// <summary>Gets the program of a part that is matched by itself.</summary>
    public RegexProgram? Part { get; init; }

    /// <summary>Gets where to go on: of two ways the one tried first; or a slot, a boundary, the fewest repeats or the shortest length.</summary>
    public int First { get; init; }

    /// <summary>Gets the way tried second; or the most repeats, or the longest length.</summary>
    public int Second { get; init; }

    /// <summary>Gets how much a repetition takes.</summary>
    public RegexGreed Greed { get; init; }

    /// <summary>Gets whether a part must not match.</summary>
    public bool Negative { get; init; }
}
