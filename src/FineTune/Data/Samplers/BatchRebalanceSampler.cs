using System.Collections;
using FineTune.Data;

namespace FineTune;

/// <summary>
/// Batches of unequal size but like cost, for texts of very unequal length: <c>batch_rebalance</c>. The rows of an optimizer step are
/// drawn at random, sorted by length and divided into its micro-batches so that each costs about the same: many short rows, or few long
/// ones.
/// </summary>
/// <remarks>The cost of <c>n</c> rows padded to length <c>L</c> is <c>n·L + 0.001·n·L²</c>: the linear layers and attention.</remarks>
public sealed class BatchRebalanceSampler : IBatchSampler
{
    private readonly IReadOnlyList<int> _lengths;
    private readonly int _effectiveBatchSize;
    private readonly int _gradAccum;
    private readonly long _seed;
    private readonly bool _shuffle;
    private readonly int _stepCount;
    private int _epoch;

    /// <summary>Initializes the batches.</summary>
    /// <param name="lengths">The length of each row; see <see cref="LengthGroupedSampler.LengthsOf"/>.</param>
    /// <param name="effectiveBatchSize">The rows of an optimizer step.</param>
    /// <param name="gradAccum">The micro-batches of an optimizer step.</param>
    /// <param name="shuffle">Whether rows are drawn at random, or taken in order. Default true.</param>
    /// <param name="seed">
    /// The seed of epoch 0; epoch <c>e</c> has <c>seed + e</c>. Default 42, whatever the run's seed, as in the reference.
    /// </param>
    /// <param name="dropLast">Whether to leave out the rows that do not fill a last step. Default true.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is not positive, or a step has fewer rows than micro-batches.</exception>
    public BatchRebalanceSampler(
        IReadOnlyList<int> lengths, int effectiveBatchSize, int gradAccum, bool shuffle = true, long seed = 42, bool dropLast = true)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(gradAccum);
        ArgumentOutOfRangeException.ThrowIfLessThan(effectiveBatchSize, gradAccum);
        _lengths = lengths;
        _effectiveBatchSize = effectiveBatchSize;
        _gradAccum = gradAccum;
        _shuffle = shuffle;
        _seed = seed;
        _stepCount = (lengths.Count / effectiveBatchSize) + (dropLast || lengths.Count % effectiveBatchSize == 0 ? 0 : 1);
    }

    /// <summary>Gets how many processes share the micro-batches: each takes one of every so many that follow each other, of like cost. Default 1.</summary>
    internal int Processes { get; init; } = 1;

    /// <inheritdoc/>
    public int Count => _stepCount * _gradAccum;

    /// <inheritdoc/>
    public void SetEpoch(int epoch) => _epoch = epoch;

    /// <inheritdoc/>
    public IEnumerator<IReadOnlyList<int>> GetEnumerator()
    {
        int[] order = Order();
        for (int step = 0; step < _stepCount; step++)
        {
            int[] rows = [.. order.Skip(step * _effectiveBatchSize).Take(_effectiveBatchSize)];
            foreach (int[] batch in CostBalance.Divide(AtLeastOneEach(rows, order), _lengths, _gradAccum, _effectiveBatchSize, Processes))
            {
                yield return batch;
            }
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int[] Order() => _shuffle
        ? Array.ConvertAll(new Generator(unchecked((ulong)(_seed + _epoch))).RandPerm(_lengths.Count), row => (int)row)
        : [.. Enumerable.Range(0, _lengths.Count)];

    /// <summary>A last step with fewer rows than micro-batches takes rows from the beginning of the epoch again.</summary>
    private int[] AtLeastOneEach(int[] rows, int[] order)
    {
        int missing = _gradAccum - rows.Length;
        return missing <= 0 ? rows : [.. rows, .. Enumerable.Range(0, missing).Select(i => order[i % order.Length])];
    }
}
