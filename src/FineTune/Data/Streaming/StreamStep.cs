namespace FineTune.Data;

/// <summary>A step that reads one stream; what concerns shards and seeds it leaves to that.</summary>
internal abstract record StreamStep(ExampleStream Source) : ExampleStream
{
    public override int NumShards => Source.NumShards;

    public override bool IsTabular => Source.IsTabular;

    public override bool KeepsShardOrder => Source.KeepsShardOrder;

    public override ExampleStream ShuffleShards(long seed) => this with { Source = Source.ShuffleShards(seed) };

    public override ExampleStream Shard(int count, int index, bool contiguous = true) =>
        this with { Source = Source.Shard(count, index, contiguous) };

    public override ExampleStream ShiftSeeds(int epoch) => this with { Source = Source.ShiftSeeds(epoch) };
}
