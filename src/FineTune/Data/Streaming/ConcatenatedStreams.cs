namespace FineTune.Data;

/// <summary>Streams one after the other. Their shards are shards of the whole, so shuffling them mixes the streams.</summary>
internal sealed record ConcatenatedStreams(IReadOnlyList<ExampleStream> Sources) : CombinedStreams(Sources)
{
    public override int NumShards => Sources.Sum(source => source.NumShards);

    public override bool KeepsShardOrder => false;

    public override StreamState Begin() => new(nameof(ConcatenatedStreams), [0], BeginAll());

    public override IEnumerable<Example> Read(StreamState state, bool asTables)
    {
        for (; state.Counters[0] < Sources.Count; state.Counters[0]++)
        {
            int source = (int)state.Counters[0];
            foreach (Example example in Sources[source].Read(state.Sources[source], asTables))
            {
                yield return example;
            }
        }
    }

    public override ExampleStream ShuffleShards(long seed) =>
        new ConcatenatedStreams(new NumPyGenerator(seed).Permutation<ExampleStream>(Single()));

    public override ExampleStream Shard(int count, int index, bool contiguous = true)
    {
        ExampleStream[] single = Single();
        return new ConcatenatedStreams([.. Part.Of(single.Length, count, index, contiguous).Select(number => single[number])]);
    }

    private ExampleStream[] Single() =>
        [.. Sources.SelectMany(source => Enumerable.Range(0, source.NumShards).Select(index => source.Shard(source.NumShards, index)))];
}
