namespace FineTune.Data;

/// <summary>Streams the files of a plan: rows come while they are read, and nothing is kept.</summary>
internal static class DatasetStreamer
{
    /// <summary>All splits.</summary>
    public static IterableDatasetDict All(LoadPlan plan) => new(plan.Splits.Select(split => KeyValuePair.Create(split.Key, Stream(plan, split.Value))));

    /// <summary>One split, or several one after the other.</summary>
    /// <exception cref="ArgumentException">A split is unknown, or cut: the number of its rows is not known.</exception>
    public static IterableDataset Of(LoadPlan plan, ReadInstruction split)
    {
        IReadOnlyList<string> splits = split.WholeSplits([.. plan.Splits.Keys]) ?? throw DataError.SlicedStream(split, [.. plan.Splits.Keys]);
        return Stream(plan, [.. splits.SelectMany(name => plan.Splits[name])]);
    }

    private static IterableDataset Stream(LoadPlan plan, IReadOnlyList<DataFileSource> files)
    {
        ShardedExamples shards = new([.. files.Select(file => plan.Reader.Stream(file.ToReadable(), plan.Options))], IsTable: true);
        IterableDataset rows = new(shards, features: null);
        return (plan.Options.Features ?? plan.Description?.Features) is { } features ? rows.Cast(features) : rows;
    }
}
