namespace FineTune;

/// <summary>
/// Visits the rows in a random order that depends on a seed and the epoch only, as the Trainer does in training: epoch <c>e</c> is
/// <c>randperm(count)</c> of a fresh generator seeded <c>initialSeed + e</c>. It draws nothing from any other generator.
/// </summary>
public sealed class SeedableRandomSampler : Sampler
{
    private readonly long _initialSeed;
    private int _epoch;

    /// <summary>Initializes the order of <paramref name="count"/> rows.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="initialSeed">The seed of epoch 0: <c>data_seed</c>, else the seed the run's generator was given last.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public SeedableRandomSampler(int count, long initialSeed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
        _initialSeed = initialSeed;
    }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override void SetEpoch(int epoch) => _epoch = epoch;

    /// <summary>
    /// Begins a pass; after its last row the next pass belongs to the next epoch, unless <see cref="SetEpoch"/> says otherwise.
    /// </summary>
    public override IEnumerator<int> GetEnumerator()
    {
        Generator generator = new(unchecked((ulong)(_initialSeed + _epoch)));
        foreach (long row in generator.RandPerm(Count))
        {
            yield return (int)row;
        }

        _epoch++;
    }
}
