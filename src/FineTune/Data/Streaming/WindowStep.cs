namespace FineTune.Data;

/// <summary>Takes the first examples, or passes over them. Parts of the stream share the number, so that together they have as many.</summary>
internal sealed record WindowStep(ExampleStream Source, int Count, bool Skips) : StreamStep(Source)
{
    public override bool KeepsShardOrder => true;

    public override StreamState Begin() => new(nameof(WindowStep), [0], Source.Begin());

    public override IEnumerable<Example> Read(StreamState state, bool asTables)
    {
        if (!Skips && state.Counters[0] >= Count)
        {
            yield break;
        }

        foreach (Example example in Source.Read(state.Sources[0], asTables))
        {
            bool isFirst = state.Counters[0] < Count;
            state.Counters[0] += isFirst ? 1 : 0;
            if (isFirst != Skips)
            {
                yield return example;
            }

            if (!Skips && state.Counters[0] >= Count)
            {
                yield break;
            }
        }
    }

    public override ExampleStream Shard(int count, int index, bool contiguous = true)
    {
        int parts = Math.Min(count, NumShards);
        return new WindowStep(Source.Shard(count, index, contiguous), index < parts ? Part.Size(Count, parts, index) : 0, Skips);
    }
}
