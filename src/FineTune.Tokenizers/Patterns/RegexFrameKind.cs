namespace FineTune.Tokenizers;

/// <summary>What a <see cref="RegexFrame"/> is.</summary>
internal enum RegexFrameKind
{
    /// <summary>Another way from a place.</summary>
    Way,

    /// <summary>A repetition that can give back, down to the limit.</summary>
    Greedy,

    /// <summary>A repetition that can take more, as often as the limit says.</summary>
    Lazy,

    /// <summary>A slot's value of before.</summary>
    Slot,
}
