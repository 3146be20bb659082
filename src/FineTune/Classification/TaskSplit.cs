namespace FineTune.Classification;

/// <summary>The rows of one file or split of a data set, cut to the number asked for.</summary>
/// <param name="Name">train, validation or test.</param>
/// <param name="File">Where the rows came from.</param>
/// <param name="All">Every row of the file, in the order they are used.</param>
/// <param name="Rows">The rows in use: the first of <paramref name="All"/>.</param>
internal sealed record TaskSplit(string Name, string File, Dataset All, Dataset Rows)
{
    /// <summary>Gets the names of the classes in the order of their ids, where the data set says so; else null.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Shuffles the training rows if asked to, and takes as many rows as were asked for. <see cref="ArgumentChecks"/> refuses other numbers, which change nothing here.</summary>
    public static TaskSplit Cut(string name, string file, Dataset rows, RunArguments run)
    {
        Dataset all = name == "train" && run is { ShuffleTrainDataset: true, ShuffleSeed: >= 0 } ? rows.Shuffle(run.ShuffleSeed) : rows;
        int? limit = name == "train" ? run.MaxTrainSamples : name == "validation" ? run.MaxEvalSamples : run.MaxPredictSamples;
        return new TaskSplit(name, file, all, limit is >= 1 and var count && count < all.NumRows ? all.Take(count) : all);
    }
}
