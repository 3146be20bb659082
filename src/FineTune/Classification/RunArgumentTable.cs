using FineTune.Training;
using RunArgument = FineTune.Training.Argument<FineTune.RunArguments>;

namespace FineTune.Classification;

/// <summary>Every field of <see cref="RunArguments"/>, in the order the help shows.</summary>
internal static class RunArgumentTable
{
    /// <summary>The one that is kept with no run.</summary>
    public const string Token = "token";

    /// <summary>Gets all.</summary>
    public static IReadOnlyList<RunArgument> All { get; } =
    [
        RunArgument.NullableText("model_name_or_path", "the folder of the model, or its name on the Hub",
            a => a.ModelNameOrPath, (a, v) => a with { ModelNameOrPath = v }),
        RunArgument.NullableText("config_name", "where config.json is, if not with the model",
            a => a.ConfigName, (a, v) => a with { ConfigName = v }),
        RunArgument.NullableText("tokenizer_name", "where the tokenizer's files are, if not with the model",
            a => a.TokenizerName, (a, v) => a with { TokenizerName = v }),
        RunArgument.NullableText("cache_dir", "the folder that downloads are kept in",
            a => a.CacheDir, (a, v) => a with { CacheDir = v }),
        RunArgument.Text("model_revision", "the branch, tag or commit of a model of the Hub",
            a => a.ModelRevision, (a, v) => a with { ModelRevision = v }),
        RunArgument.NullableText(Token, "the token for the Hub; written nowhere. Better: finetune login, or HF_TOKEN",
            a => a.Token?.Value, (a, v) => a with { Token = v }),
        RunArgument.Boolean("ignore_mismatched_sizes", "whether weights of another shape are replaced by fresh ones",
            a => a.IgnoreMismatchedSizes, (a, v) => a with { IgnoreMismatchedSizes = v }),
        RunArgument.NullableText("task_name", "the GLUE task whose columns and metrics to use; without files, its data come from the Hub",
            a => a.TaskName, (a, v) => a with { TaskName = v }),
        RunArgument.NullableText("dataset_name", "the data set: its id on the Hub, or a folder",
            a => a.DatasetName, (a, v) => a with { DatasetName = v }),
        RunArgument.NullableText("dataset_config_name", "the configuration of that data set",
            a => a.DatasetConfigName, (a, v) => a with { DatasetConfigName = v }),
        RunArgument.NullableText("train_file", "the training file: csv, tsv, json, jsonl, or a SQLite file (.db, .sqlite, .sqlite3)",
            a => a.TrainFile, (a, v) => a with { TrainFile = v }),
        RunArgument.NullableText("validation_file", "the file evaluated on",
            a => a.ValidationFile, (a, v) => a with { ValidationFile = v }),
        RunArgument.NullableText("test_file", "the file predicted",
            a => a.TestFile, (a, v) => a with { TestFile = v }),
        RunArgument.NullableText("query", "the query that chooses the rows of SQLite files; without it the only table is read",
            a => a.Query, (a, v) => a with { Query = v }),
        RunArgument.NullableText("text_column_names", "the text columns, separated by commas",
            a => a.TextColumnNames, (a, v) => a with { TextColumnNames = v }),
        RunArgument.NullableText("text_column_delimiter", "what joins several text columns into one text",
            a => a.TextColumnDelimiter, (a, v) => a with { TextColumnDelimiter = v }),
        RunArgument.Text("label_column_name", "the label column",
            a => a.LabelColumnName, (a, v) => a with { LabelColumnName = v }),
        RunArgument.Choice("label_format", "how label cells are read: as they look, each as one label, as names of several, or as a zero or one for each label",
            a => a.LabelFormat, (a, v) => a with { LabelFormat = v }),
        RunArgument.NullableText("csv_sep", "what stands between the values of csv and tsv files, if no comma (no tab); \\t is a tab",
            a => a.CsvSep, (a, v) => a with { CsvSep = v }),
        RunArgument.Integer("max_seq_length", "how many tokens a text is cut to, special ones included",
            a => a.MaxSeqLength, (a, v) => a with { MaxSeqLength = v }),
        RunArgument.Boolean("pad_to_max_length", "whether every text is padded to that length instead of to the longest of its batch",
            a => a.PadToMaxLength, (a, v) => a with { PadToMaxLength = v }),
        RunArgument.Boolean("shuffle_train_dataset", "whether the training rows are shuffled once, before any are left out",
            a => a.ShuffleTrainDataset, (a, v) => a with { ShuffleTrainDataset = v }),
        RunArgument.Integer("shuffle_seed", "the seed of that shuffle",
            a => a.ShuffleSeed, (a, v) => a with { ShuffleSeed = v }),
        RunArgument.NullableInteger("max_train_samples", "how many rows of the training file are used",
            a => a.MaxTrainSamples, (a, v) => a with { MaxTrainSamples = v }),
        RunArgument.NullableInteger("max_eval_samples", "how many rows of the validation file are used",
            a => a.MaxEvalSamples, (a, v) => a with { MaxEvalSamples = v }),
        RunArgument.NullableInteger("max_predict_samples", "how many rows of the test file are used",
            a => a.MaxPredictSamples, (a, v) => a with { MaxPredictSamples = v }),
        RunArgument.NullableBoolean("do_regression", "whether the label is a number to predict",
            a => a.DoRegression, (a, v) => a with { DoRegression = v }),
        RunArgument.NullableChoice("problem_type", "the kind of problem, if the labels do not tell",
            a => a.ProblemType, (a, v) => a with { ProblemType = v }),
        RunArgument.NullableText("metric_name", "the metric, instead of those of the kind of problem",
            a => a.MetricName, (a, v) => a with { MetricName = v }),
        RunArgument.NullableInteger("early_stopping_patience", "after how many evaluations without improvement training stops",
            a => a.EarlyStoppingPatience, (a, v) => a with { EarlyStoppingPatience = v }),
        RunArgument.Real("early_stopping_threshold", "how much better counts as an improvement",
            a => a.EarlyStoppingThreshold, (a, v) => a with { EarlyStoppingThreshold = v }),
        RunArgument.Boolean("lr_find", "whether learning rates are tried instead of training, and one is suggested; nothing is written",
            a => a.LrFind, (a, v) => a with { LrFind = v }),
        RunArgument.NullableInteger("threads", "how many threads compute; the result does not depend on it",
            a => a.Threads, (a, v) => a with { Threads = v }),
        RunArgument.Boolean("use_fast_tokenizer", "whether a fast tokenizer is used",
            a => a.UseFastTokenizer, (a, v) => a with { UseFastTokenizer = v }).Satisfied("there is one tokenizer, and it is fast"),
        RunArgument.Boolean("overwrite_cache", "whether cached data are made anew",
            a => a.OverwriteCache, (a, v) => a with { OverwriteCache = v }).Satisfied("tokenized data are not cached"),
        RunArgument.NullableText("train_split_name", "the training split of the data set, if not train",
            a => a.TrainSplitName, (a, v) => a with { TrainSplitName = v }),
        RunArgument.NullableText("validation_split_name", "the validation split of the data set, if not validation",
            a => a.ValidationSplitName, (a, v) => a with { ValidationSplitName = v }),
        RunArgument.NullableText("test_split_name", "the test split of the data set, if not test",
            a => a.TestSplitName, (a, v) => a with { TestSplitName = v }),
        RunArgument.NullableText("remove_splits", "the splits of the data set to leave out, separated by commas",
            a => a.RemoveSplits, (a, v) => a with { RemoveSplits = v }),
        RunArgument.NullableText("remove_columns", "the columns of the data set to leave out, separated by commas",
            a => a.RemoveColumns, (a, v) => a with { RemoveColumns = v }),
        RunArgument.Boolean("trust_remote_code", "whether code of a model's author may run",
            a => a.TrustRemoteCode, (a, v) => a with { TrustRemoteCode = v }).Refused("no code is ever downloaded or run"),
    ];

    private static readonly Dictionary<string, RunArgument> s_byName = All.ToDictionary(argument => argument.Name, StringComparer.Ordinal);

    /// <summary>Gets all by what they are about.</summary>
    public static IReadOnlyList<ArgumentGroup> Groups { get; } =
    [
        Group("Model", "model_name_or_path config_name tokenizer_name use_fast_tokenizer cache_dir model_revision token trust_remote_code ignore_mismatched_sizes"),
        Group("Data", "train_file validation_file test_file csv_sep query task_name dataset_name dataset_config_name train_split_name validation_split_name "
            + "test_split_name remove_splits remove_columns shuffle_train_dataset shuffle_seed max_train_samples max_eval_samples max_predict_samples overwrite_cache"),
        Group("Texts and labels", "text_column_names text_column_delimiter label_column_name label_format max_seq_length pad_to_max_length problem_type do_regression metric_name"),
        Group("The run", "early_stopping_patience early_stopping_threshold lr_find threads"),
    ];

    /// <summary>Finds an argument by its name, in which dashes may stand for underscores.</summary>
    public static RunArgument? Find(string name) => s_byName.GetValueOrDefault(name.Replace('-', '_'));

    private static ArgumentGroup Group(string title, string names) => new(title, [.. names.Split(' ').Select(name => s_byName[name])]);
}
