namespace FineTune.Data;

/// <summary>
/// Examples that are read one after the other from shards, through steps. A stream is a description and never changes; a pass over it is
/// <see cref="Read"/> with a state of its own.
/// </summary>
internal abstract record ExampleStream
{
    /// <summary>Gets into how many parts the stream can be divided.</summary>
    public abstract int NumShards { get; }

    /// <summary>
    /// Gets whether the reference can read tables here, as it can of files and data sets until a function of the user's makes single rows of
    /// them. It does so where the columns are known; its shuffle buffers are then filled by pieces of tables, which shows in the order.
    /// </summary>
    public abstract bool IsTabular { get; }

    /// <summary>Gets whether the order of the shards means something, as it does once rows were counted off.</summary>
    public abstract bool KeepsShardOrder { get; }

    /// <summary>The state of a pass that begins.</summary>
    public abstract StreamState Begin();

    /// <summary>Goes on from a state, which says after every example how far the pass is.</summary>
    /// <param name="state">The state.</param>
    /// <param name="asTables">Whether the reference would read tables here; only where <see cref="IsTabular"/>.</param>
    public abstract IEnumerable<Example> Read(StreamState state, bool asTables);

    /// <summary>The same with the shards in a random order.</summary>
    public abstract ExampleStream ShuffleShards(long seed);

    /// <summary>Part <paramref name="index"/> of <paramref name="count"/> parts, made of whole shards.</summary>
    public abstract ExampleStream Shard(int count, int index, bool contiguous = true);

    /// <summary>The same with other random numbers, as an epoch after the first has.</summary>
    public abstract ExampleStream ShiftSeeds(int epoch);

    /// <summary>The seed that stands for another in an epoch after the first.</summary>
    protected static long Shifted(long seed, int epoch) => new NumPyGenerator(seed).Integers(0, long.MaxValue, endpoint: true) - epoch;
}
