using System.Collections;

namespace FineTune;

/// <summary>Cuts the order of a <see cref="FineTune.Sampler"/> into batches of one size.</summary>
public sealed class BatchSampler : IBatchSampler
{
    /// <summary>Initializes the batches.</summary>
    /// <param name="sampler">The order of the rows.</param>
    /// <param name="batchSize">The rows of a batch.</param>
    /// <param name="dropLast">Whether to leave out a last batch that has fewer rows.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is not positive.</exception>
    public BatchSampler(Sampler sampler, int batchSize, bool dropLast)
    {
        ArgumentNullException.ThrowIfNull(sampler);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        Sampler = sampler;
        BatchSize = batchSize;
        DropLast = dropLast;
    }

    /// <summary>Gets the order of the rows.</summary>
    public Sampler Sampler { get; }

    /// <summary>Gets the rows of a batch.</summary>
    public int BatchSize { get; }

    /// <summary>Gets whether a last batch that has fewer rows is left out.</summary>
    public bool DropLast { get; }

    /// <inheritdoc/>
    public int Count => DropLast ? Sampler.Count / BatchSize : (int)(((long)Sampler.Count + BatchSize - 1) / BatchSize);

    /// <inheritdoc/>
    public void SetEpoch(int epoch) => Sampler.SetEpoch(epoch);

    /// <inheritdoc/>
    public IEnumerator<IReadOnlyList<int>> GetEnumerator()
    {
        foreach (int[] rows in Sampler.Chunk(BatchSize))
        {
            if (rows.Length == BatchSize || !DropLast)
            {
                yield return rows;
            }
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
