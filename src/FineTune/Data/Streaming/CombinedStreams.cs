namespace FineTune.Data;

/// <summary>Several streams that are read as one.</summary>
internal abstract record CombinedStreams(IReadOnlyList<ExampleStream> Sources) : ExampleStream
{
    public override bool IsTabular => Sources.All(source => source.IsTabular);

    public override bool KeepsShardOrder => Sources.Any(source => source.KeepsShardOrder);

    public override ExampleStream ShuffleShards(long seed) => OverAll(source => source.ShuffleShards(seed));

    public override ExampleStream ShiftSeeds(int epoch) => OverAll(source => source.ShiftSeeds(epoch));

    protected ExampleStream OverAll(Func<ExampleStream, ExampleStream> change) => this with { Sources = [.. Sources.Select(change)] };

    protected StreamState[] BeginAll() => [.. Sources.Select(source => source.Begin())];
}
