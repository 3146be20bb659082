namespace FineTune;

/// <summary>Visits the rows in their own order, as evaluation does.</summary>
public sealed class SequentialSampler : Sampler
{
    /// <summary>Initializes the order of <paramref name="count"/> rows.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public SequentialSampler(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override IEnumerator<int> GetEnumerator() => Enumerable.Range(0, Count).GetEnumerator();
}
