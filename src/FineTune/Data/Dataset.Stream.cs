using FineTune.Data;

namespace FineTune;

public sealed partial class Dataset
{
    /// <summary>Gives the rows as a stream, to use what streams can do: one after the other, changed while they are read.</summary>
    /// <param name="numShards">Into how many parts the rows are divided, so that shuffling can mix them well. Default 1.</param>
    /// <exception cref="ArgumentException">There are not that many rows.</exception>
    public IterableDataset ToIterableDataset(int numShards = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numShards);
        if (numShards > Math.Max(1, NumRows))
        {
            throw DataError.MoreShardsThanRows(numShards, NumRows);
        }

        ExampleShard Part(int index) => skip => Shard(numShards, index).Skip(checked((int)skip));
        return new IterableDataset(new ShardedExamples([.. Enumerable.Range(0, numShards).Select(Part)], IsTable: true), ShownFeatures);
    }
}
