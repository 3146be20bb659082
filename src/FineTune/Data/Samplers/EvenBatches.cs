using System.Collections;

namespace FineTune.Data;

/// <summary>
/// The batches of one of several processes when all have equally many of one size. With the order repeated for ever, round s gives
/// process r the places from <c>(s * size + r) * batchSize</c> on.
/// </summary>
internal sealed class EvenBatches(RankShare share, Sampler order, int batchSize, bool dropLast) : IBatchSampler
{
    private readonly long _rowsOfRound = (long)batchSize * share.Size;

    /// <inheritdoc/>
    public int Count => (int)((order.Count + (dropLast ? 0 : _rowsOfRound - 1)) / _rowsOfRound);

    /// <inheritdoc/>
    public void SetEpoch(int epoch) => order.SetEpoch(epoch);

    /// <inheritdoc/>
    public IEnumerator<IReadOnlyList<int>> GetEnumerator()
    {
        int rounds = Count;
        int[] rows = [.. order];
        for (int round = 0; round < rounds; round++)
        {
            long first = (_rowsOfRound * round) + ((long)share.Rank * batchSize);
            int[] batch = new int[batchSize];
            for (int i = 0; i < batch.Length; i++)
            {
                batch[i] = rows[(first + i) % rows.Length];
            }

            yield return batch;
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
