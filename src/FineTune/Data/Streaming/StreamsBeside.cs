namespace FineTune.Data;

/// <summary>
/// Streams side by side: an example has the columns of one example of each. It has one shard, since what is cut or shuffled here no longer
/// belongs together. A stream that ends early leaves its columns out.
/// </summary>
internal sealed record StreamsBeside(IReadOnlyList<ExampleStream> Sources) : CombinedStreams(Sources)
{
    public override int NumShards => 1;

    public override bool KeepsShardOrder => false;

    public override StreamState Begin() => new(nameof(StreamsBeside), [], BeginAll());

    public override IEnumerable<Example> Read(StreamState state, bool asTables)
    {
        IEnumerator<Example>[] rows = [.. Sources.Zip(state.Sources, (source, inner) => source.Read(inner, asTables).GetEnumerator())];
        RowMerge merge = new(removeColumns: null);
        try
        {
            while (true)
            {
                Example? joined = null;
                foreach (IEnumerator<Example> row in rows)
                {
                    joined = !row.MoveNext() ? joined : joined is null ? row.Current : merge.Of(joined, row.Current);
                }

                if (joined is null)
                {
                    yield break;
                }

                yield return joined;
            }
        }
        finally
        {
            Array.ForEach(rows, row => row.Dispose());
        }
    }

    public override ExampleStream ShuffleShards(long seed) => this;

    public override ExampleStream Shard(int count, int index, bool contiguous = true) => this;
}
