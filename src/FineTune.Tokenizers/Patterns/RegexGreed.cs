namespace FineTune.Tokenizers;

/// <summary>How much a repetition takes.</summary>
internal enum RegexGreed
{
    /// <summary>As much as possible, less if need be.</summary>
    Greedy,

    /// <summary>As little as possible, more if need be.</summary>
    Lazy,

    /// <summary>As much as possible, and never less.</summary>
    Possessive,
}
