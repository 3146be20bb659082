namespace FineTune.Data;

/// <summary>The examples of shards, one shard after the other.</summary>
/// <param name="Shards">The shards; each is opened when its turn comes.</param>
/// <param name="IsTable">Whether they are files or data sets, not code that makes examples.</param>
internal sealed record ShardedExamples(IReadOnlyList<ExampleShard> Shards, bool IsTable) : ExampleStream
{
    private const int ShardNumber = 0;
    private const int RowNumber = 1;

    public override int NumShards => Shards.Count;

    public override bool IsTabular => IsTable;

    public override bool KeepsShardOrder => false;

    /// <summary>A shard that is read over where a pass goes on in its middle.</summary>
    public static ExampleShard Of(Func<IEnumerable<Example>> open) => skip => After(open(), skip);

    public override StreamState Begin() => new(nameof(ShardedExamples), [0, 0]);

    public override IEnumerable<Example> Read(StreamState state, bool asTables)
    {
        while (state.Counters[ShardNumber] < Shards.Count)
        {
            foreach (Example example in Shards[(int)state.Counters[ShardNumber]](state.Counters[RowNumber]))
            {
                state.Counters[RowNumber]++;
                yield return example;
            }

            state.Counters[ShardNumber]++;
            state.Counters[RowNumber] = 0;
        }
    }

    public override ExampleStream ShuffleShards(long seed) =>
        this with { Shards = new NumPyGenerator(seed).Permutation<ExampleShard>([.. Shards]) };

    public override ExampleStream Shard(int count, int index, bool contiguous = true) =>
        this with { Shards = [.. Part.Of(NumShards, count, index, contiguous).Select(number => Shards[number])] };

    public override ExampleStream ShiftSeeds(int epoch) => this;

    private static IEnumerable<Example> After(IEnumerable<Example> examples, long skip) =>
        skip == 0 ? examples : examples.Where(_ => --skip < 0);
}
