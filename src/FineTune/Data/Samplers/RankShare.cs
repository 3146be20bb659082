namespace FineTune.Data;

/// <summary>
/// What one of several processes sees of an epoch: of each round of one batch a process, its own. The first batch of a round is the first
/// process's, and so on.
/// </summary>
/// <param name="Rank">The number of the process, from 0.</param>
/// <param name="Size">How many there are.</param>
/// <param name="FillsUp">
/// Whether the last round is filled up with rows from the beginning of the epoch, so that every process has equally many batches of equally
/// many rows; if not, the batches are those of one process, and in the last round some processes may have none.
/// </param>
internal sealed record RankShare(int Rank, int Size, bool FillsUp)
{
    /// <summary>Gets the batches of this process. Their count is that of rounds, the same for all processes.</summary>
    /// <param name="batches">Which rows make up the batches of all; null for those of an order.</param>
    /// <param name="order">The order of the rows.</param>
    /// <param name="batchSize">The rows of a batch.</param>
    /// <param name="dropLast">Whether what is not full is left out.</param>
    public IBatchSampler Of(IBatchSampler? batches, Sampler order, int batchSize, bool dropLast) => batches is null && FillsUp
        ? new EvenBatches(this, order, batchSize, dropLast)
        : new DealtBatches(this, batches ?? new BatchSampler(order, batchSize, dropLast));

    /// <summary>Gets the batches of this process of rows that come one after the other.</summary>
    public IEnumerable<T[]> Of<T>(IEnumerable<T> rows, int batchSize, bool dropLast)
    {
        List<T> first = [];
        foreach (T[] round in rows.Chunk(checked(batchSize * Size)))
        {
            bool isFull = round.Length == batchSize * Size;
            if (first.Count == 0)
            {
                first.AddRange(round);
            }

            int begin = Rank * batchSize;
            T[] own = isFull ? round[begin..(begin + batchSize)]
                : FillsUp ? [.. Enumerable.Range(begin, batchSize).Select(i => i < round.Length ? round[i] : first[(i - round.Length) % first.Count])]
                : [.. round.Skip(begin).Take(batchSize)];
            if (isFull || (!dropLast && own.Length > 0))
            {
                yield return own;
            }
        }
    }
}
