namespace FineTune.Data;

/// <summary>
/// Visits the rows in a random order drawn from one generator that goes on from epoch to epoch and that nobody else draws from. An epoch is
/// the same however often, and after whichever other, it is asked for: the draws of those before it are made again.
/// </summary>
internal sealed class ReplayedSampler(int count, ulong seed) : Sampler
{
    private int _epoch;

    /// <inheritdoc/>
    public override int Count => count;

    /// <inheritdoc/>
    public override void SetEpoch(int epoch) => _epoch = epoch;

    /// <inheritdoc/>
    public override IEnumerator<int> GetEnumerator()
    {
        Generator generator = new(seed);
        for (int before = 0; before < _epoch; before++)
        {
            _ = RandomSampler.Permuted(generator, count, count).Count();
        }

        foreach (int row in RandomSampler.Permuted(generator, count, count))
        {
            yield return row;
        }

        _epoch++;
    }
}
