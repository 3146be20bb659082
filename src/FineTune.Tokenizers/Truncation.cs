namespace FineTune;

/// <summary>
/// The <c>truncation</c> argument: a <see cref="TruncationStrategy"/>, or <c>true</c> for
/// <see cref="TruncationStrategy.LongestFirst"/> and <c>false</c> for none.
/// </summary>
/// <remarks>
/// Left out, it is none, except that a <c>maxLength</c> without padding truncates longest first, as in the reference.
/// </remarks>
public readonly record struct Truncation
{
    private readonly TruncationStrategy? _strategy;

    private Truncation(TruncationStrategy strategy) => _strategy = strategy;

    /// <summary>Gets the strategy. Default <see cref="TruncationStrategy.DoNotTruncate"/>.</summary>
    public TruncationStrategy Strategy => _strategy ?? TruncationStrategy.DoNotTruncate;

    internal bool IsGiven => _strategy is not null;

    /// <summary>Takes a strategy.</summary>
    public static implicit operator Truncation(TruncationStrategy strategy) => new(strategy);

    /// <summary>
    /// Takes <c>true</c> as <see cref="TruncationStrategy.LongestFirst"/>, <c>false</c> as
    /// <see cref="TruncationStrategy.DoNotTruncate"/>.
    /// </summary>
    public static implicit operator Truncation(bool truncate) =>
        new(truncate ? TruncationStrategy.LongestFirst : TruncationStrategy.DoNotTruncate);
}
