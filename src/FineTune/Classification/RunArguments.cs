using FineTune.Training;
using Microsoft.Extensions.Logging;

namespace FineTune;

/// <summary>
/// What a run of the command is about: the model, the files and how their columns are read, by the names of the reference's example
/// scripts. How it is trained is in <see cref="TrainingArguments"/>.
/// </summary>
public sealed record RunArguments
{
    /// <summary>Gets where messages go in place of the console; no argument of a command line.</summary>
    internal ILogger? Logger { get; init; }

    /// <summary>Gets the folder of the model, or its name on the Hub. Default null; required.</summary>
    public string? ModelNameOrPath { get; init; }

    /// <summary>Gets where config.json is, if elsewhere. Default null: with the model.</summary>
    public string? ConfigName { get; init; }

    /// <summary>Gets where the tokenizer's files are, if elsewhere. Default null: with the model.</summary>
    public string? TokenizerName { get; init; }

    /// <summary>Gets the folder that downloads are kept in. Default null: as the reference's environment variables say.</summary>
    public string? CacheDir { get; init; }

    /// <summary>Gets the revision of a model of the Hub: a branch, tag or commit. Default "main".</summary>
    public string ModelRevision { get; init; } = "main";

    /// <summary>Gets the token for the Hub; written nowhere. Default null: that of this computer, if it has one.</summary>
    public HubToken? Token { get; init; }

    /// <summary>Gets whether weights of another shape are replaced by fresh ones instead of refused. Default false.</summary>
    public bool IgnoreMismatchedSizes { get; init; }

    /// <summary>Gets the GLUE task whose columns and metrics to use; without files, its data come from the Hub. Default null.</summary>
    public string? TaskName { get; init; }

    /// <summary>Gets the data set: its id on the Hub, or a folder. Default null: files.</summary>
    public string? DatasetName { get; init; }

    /// <summary>Gets the configuration of <see cref="DatasetName"/>. Default null.</summary>
    public string? DatasetConfigName { get; init; }

    /// <summary>Gets the training file: csv, tsv, json, jsonl or a SQLite file. Default null.</summary>
    public string? TrainFile { get; init; }

    /// <summary>Gets the file evaluated on. Default null.</summary>
    public string? ValidationFile { get; init; }

    /// <summary>Gets the file predicted. Default null.</summary>
    public string? TestFile { get; init; }

    /// <summary>Gets the query that chooses the rows of SQLite files. Default null: those of the only table.</summary>
    public string? Query { get; init; }

    /// <summary>Gets the text columns, separated by commas. Default null: the columns that are not the label, one or two.</summary>
    public string? TextColumnNames { get; init; }

    /// <summary>Gets what joins several text columns into one text. Default null: two columns are a pair.</summary>
    public string? TextColumnDelimiter { get; init; }

    /// <summary>Gets the label column. Default "label".</summary>
    public string LabelColumnName { get; init; } = "label";

    /// <summary>Gets how the cells of the label column are read. Default: as they look.</summary>
    public LabelFormat LabelFormat { get; init; } = LabelFormat.Auto;

    /// <summary>Gets what stands between the values of csv and tsv files; <c>\t</c> is a tab. Default null: a comma, in a tsv file a tab.</summary>
    public string? CsvSep { get; init; }

    /// <summary>Gets how many tokens a text is cut to, special ones included. Default 128.</summary>
    public int MaxSeqLength { get; init; } = 128;

    /// <summary>Gets whether every text is padded to <see cref="MaxSeqLength"/> instead of to the longest of its batch. Default true.</summary>
    public bool PadToMaxLength { get; init; } = true;

    /// <summary>Gets whether the training rows are shuffled once, before <see cref="MaxTrainSamples"/> are taken. Default false.</summary>
    public bool ShuffleTrainDataset { get; init; }

    /// <summary>Gets the seed of that shuffle. Default 42.</summary>
    public int ShuffleSeed { get; init; } = 42;

    /// <summary>Gets how many rows of the training file are used. Default null, all.</summary>
    public int? MaxTrainSamples { get; init; }

    /// <summary>Gets how many rows of the validation file are used. Default null, all.</summary>
    public int? MaxEvalSamples { get; init; }

    /// <summary>Gets how many rows of the test file are used. Default null, all.</summary>
    public int? MaxPredictSamples { get; init; }

    /// <summary>Gets whether the label is a number to predict. Default null: it is when a label has a fraction.</summary>
    public bool? DoRegression { get; init; }

    /// <summary>Gets the kind of problem. Default null: inferred from the labels.</summary>
    public ProblemType? ProblemType { get; init; }

    /// <summary>Gets the metric, instead of those of the kind of problem. Default null.</summary>
    public string? MetricName { get; init; }

    /// <summary>Gets after how many evaluations without improvement training stops. Default null, never.</summary>
    public int? EarlyStoppingPatience { get; init; }

    /// <summary>Gets how much better counts as an improvement. Default 0.</summary>
    public double EarlyStoppingThreshold { get; init; }

    /// <summary>
    /// Gets whether learning rates are tried instead of training: a table and the suggested one are printed, nothing is written. Default false.
    /// </summary>
    public bool LrFind { get; init; }

    /// <summary>Gets how many threads compute; the result does not depend on it. Default null: FINETUNE_NUM_THREADS, or all cores.</summary>
    public int? Threads { get; init; }

    /// <summary>Gets whether a fast tokenizer is used: it is, whatever the value. Default true.</summary>
    public bool UseFastTokenizer { get; init; } = true;

    /// <summary>Gets whether cached data are made anew: there are none, whatever the value. Default false.</summary>
    public bool OverwriteCache { get; init; }

    /// <summary>Gets the training split of <see cref="DatasetName"/>. Default null: train.</summary>
    public string? TrainSplitName { get; init; }

    /// <summary>Gets the validation split of <see cref="DatasetName"/>. Default null: validation, else test.</summary>
    public string? ValidationSplitName { get; init; }

    /// <summary>Gets the test split of <see cref="DatasetName"/>. Default null: test.</summary>
    public string? TestSplitName { get; init; }

    /// <summary>Gets the splits of <see cref="DatasetName"/> to leave out, separated by commas. Default null.</summary>
    public string? RemoveSplits { get; init; }

    /// <summary>Gets the columns of <see cref="DatasetName"/> to leave out, separated by commas. Default null.</summary>
    public string? RemoveColumns { get; init; }

    /// <summary>Gets whether code of a model's author may run; it never does, so true is refused. Default false.</summary>
    public bool TrustRemoteCode { get; init; }

    /// <summary>Gets the names in <see cref="TextColumnNames"/>, or null.</summary>
    internal IReadOnlyList<string>? TextColumns => TextColumnNames is null ? null : Names(TextColumnNames);

    /// <summary>Gets whether a file is named.</summary>
    internal bool NamesFiles => (TrainFile ?? ValidationFile ?? TestFile) is not null;

    /// <summary>The names in a text, separated by commas.</summary>
    internal static string[] Names(string? text) => text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
