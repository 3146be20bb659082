namespace FineTune;

/// <summary>Which text of a pair loses tokens when both together are too long.</summary>
public enum TruncationStrategy
{
    /// <summary>None: sequences stay as long as they are.</summary>
    DoNotTruncate,

    /// <summary>The longer one first, until both are equally long, then both.</summary>
    LongestFirst,

    /// <summary>Only the first one.</summary>
    OnlyFirst,

    /// <summary>Only the second one.</summary>
    OnlySecond,
}
