using FineTune.Data;

namespace FineTune;

public sealed partial class IterableDataset
{
    /// <summary>
    /// Gives the rows in a random order out of a buffer, and the shards in a random order: the same as the reference for the same seed.
    /// </summary>
    /// <param name="seed">Where the random numbers begin; 0 or more. Default null: another order for every data set made so.</param>
    /// <param name="bufferSize">
    /// How many rows the buffer holds. When it is full, half of it goes in random order and half stays. Default 1000. A buffer of all rows
    /// shuffles as well as <see cref="Dataset.Shuffle"/>.
    /// </param>
    /// <param name="maxBufferInputShards">
    /// From how many shards at a time the buffer is filled. Default 10; one if <see cref="Skip"/> or <see cref="Take"/> counted rows off.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The seed is negative, or a size is not positive.</exception>
    public IterableDataset Shuffle(long? seed = null, int bufferSize = 1000, int maxBufferInputShards = 10)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bufferSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBufferInputShards);
        long first = RandomRows.SeedOf(seed);
        return _stream.KeepsShardOrder
            ? With(new ShuffleStep(_stream, bufferSize, first, 1), Features)
            : With(new ShuffleStep(_stream.ShuffleShards(first), bufferSize, first, maxBufferInputShards), Features);
    }

    /// <summary>Gives the first rows only.</summary>
    public IterableDataset Take(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return With(new WindowStep(_stream, n, Skips: false), Features);
    }

    /// <summary>Passes over the first rows.</summary>
    public IterableDataset Skip(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        return With(new WindowStep(_stream, n, Skips: true), Features);
    }

    /// <summary>Gives all rows several times.</summary>
    /// <param name="numTimes">How often; null for without end.</param>
    public IterableDataset Repeat(int? numTimes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numTimes ?? 0);
        return With(new RepeatStep(_stream, numTimes), Features);
    }

    /// <summary>Gets one of <paramref name="numShards"/> parts, made of whole shards.</summary>
    /// <param name="numShards">How many parts there are.</param>
    /// <param name="index">Which part, from 0.</param>
    /// <param name="contiguous">Whether a part is shards that follow one another (default), or every <paramref name="numShards"/>-th.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is not one of the parts.</exception>
    public IterableDataset Shard(int numShards, int index, bool contiguous = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numShards);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, numShards);
        return With(_stream.Shard(numShards, index, contiguous), Features);
    }

    /// <summary>Reads all rows into memory.</summary>
    /// <exception cref="ArgumentException">Rows have different columns, or a column mixes types.</exception>
    public Dataset ToDataset()
    {
        Dataset rows = Dataset.FromList(this, Features);
        return Features is null || rows.Features.SequenceEqual(Features) ? rows : rows.Cast(Features);
    }
}
