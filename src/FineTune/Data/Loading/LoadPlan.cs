namespace FineTune.Data;

/// <summary>What is to be loaded, before anything is.</summary>
/// <param name="Name">The data set, for errors.</param>
/// <param name="Reader">The reader of its files.</param>
/// <param name="Options">How to read them.</param>
/// <param name="Splits">The files of each split.</param>
internal sealed record LoadPlan(
    string Name, PackagedReader Reader, ReaderOptions Options, OrderedDictionary<string, IReadOnlyList<DataFileSource>> Splits)
{
    /// <summary>Gets what the data set says of the configuration, or null.</summary>
    public DatasetDescription? Description { get; init; }
}
