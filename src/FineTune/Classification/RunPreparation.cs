using FineTune.Training;

namespace FineTune.Classification;

/// <summary>
/// Everything about a run that is known before the model's weights are read: files, columns, labels, configuration, tokenizer, lengths.
/// `train` goes on from it, `plan` reports it.
/// </summary>
internal sealed class RunPreparation
{
    private static readonly (string Name, Func<RunArguments, string?> Value)[] s_ofDatasets =
    [
        ("dataset_config_name", run => run.DatasetConfigName), ("train_split_name", run => run.TrainSplitName),
        ("validation_split_name", run => run.ValidationSplitName), ("test_split_name", run => run.TestSplitName),
        ("remove_splits", run => run.RemoveSplits), ("remove_columns", run => run.RemoveColumns),
    ];

    private readonly List<string> _warnings;

    private RunPreparation(
        RunArguments run, TrainingArguments training, IReadOnlyDictionary<string, TaskSplit> splits, TaskColumns columns, LabelSet labels,
        PretrainedConfig config, PreTrainedTokenizer tokenizer, int maxLength, List<string> warnings)
    {
        (Run, Training, Splits, Columns, Labels) = (run, training, splits, columns, labels);
        (Config, Tokenizer, MaxLength, _warnings) = (config, tokenizer, maxLength, warnings);
        Encoder = new SplitEncoder(tokenizer, columns, labels, maxLength, run.PadToMaxLength);
    }

    public RunArguments Run { get; }

    public TrainingArguments Training { get; }

    public IReadOnlyDictionary<string, TaskSplit> Splits { get; }

    public TaskColumns Columns { get; }

    public LabelSet Labels { get; }

    /// <summary>Gets the configuration with the labels and kind of problem of this run.</summary>
    public PretrainedConfig Config { get; }

    public PreTrainedTokenizer Tokenizer { get; }

    /// <summary>Gets how many tokens a text is cut to: what was asked for, or the model's limit.</summary>
    public int MaxLength { get; }

    public SplitEncoder Encoder { get; }

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Gets whether files are written: always after training, else only into a folder that was named.</summary>
    public bool Writes { get; private init; }

    private bool TestHasLabels { get; init; }

    /// <summary>Gets whether the run evaluates on the validation file, during training or after it.</summary>
    public bool Evaluates => Splits.ContainsKey("validation");

    /// <summary>Reads and checks everything.</summary>
    /// <exception cref="RunException">Something cannot work; it lists all that was found.</exception>
    public static RunPreparation Of(RunConfiguration configuration, CancellationToken cancellationToken = default)
    {
        (RunArguments run, TrainingArguments training) = (configuration.Run, configuration.Training);
        run = training.FastDevRun ? FewRows(run, training) : run;
        List<string> problems = [.. configuration.Problems];
        problems.AddRange(CheckArguments(run, training).Where(problem => !IsSaidAlready(problem, configuration.Problems)));
        List<string> warnings = [.. configuration.Warnings];
        if (run.Token is not null)
        {
            warnings.Add("--token can be read by everybody who may list this computer's processes; set HF_TOKEN, or log in, instead.");
        }

        IReadOnlyDictionary<string, TaskSplit>? splits = Try(problems, () => LoadSplits(run, training, warnings, cancellationToken));
        PretrainedConfig? config = run.ModelNameOrPath is null ? null : Try(problems, () => LoadConfig(run));
        PreTrainedTokenizer? tokenizer = run.ModelNameOrPath is null ? null : Try(problems, () => LoadTokenizer(run));
        TaskColumns? columns = splits is null or { Count: 0 } ? null : Try(problems, () => FindColumns(run, splits, warnings));
        LabelSet? labels = splits is null || columns is null ? null : Try(problems, () => FindLabels(run, splits, config));
        bool testHasLabels = false;
        if (labels is not null)
        {
            string[] ofLabels = [.. CheckLabels(splits!, run.LabelColumnName, labels)];
            problems.AddRange(ofLabels);
            testHasLabels = splits!.TryGetValue("test", out TaskSplit? test) && CheckTestLabels(test, run.LabelColumnName, labels, problems, warnings);
            if (ofLabels.Length == 0)
            {
                problems.AddRange(CheckClassWeights(training, labels));
                problems.AddRange(config is null ? [] : CheckFreezing(training, WithLabels(config, labels)));
                problems.AddRange(CheckBestMetric(run, training.Resolve(), labels));
            }
        }

        if (problems.Count > 0)
        {
            throw new RunException([.. problems.Distinct(StringComparer.Ordinal)]);
        }

        config = WithLabels(config!, labels!);
        int maxLength = LimitLength(run, tokenizer!, config, warnings);
        return new RunPreparation(run, training, splits!, columns!, labels!, config, tokenizer!, maxLength, warnings)
        {
            Writes = training.DoTrain || configuration.NamesOutputDir,
            TestHasLabels = testHasLabels,
        };
    }

    /// <summary>Encodes a split that the run uses.</summary>
    /// <exception cref="RunException">Labels are missing or unknown.</exception>
    public Dataset Encode(string split, CancellationToken cancellationToken = default) =>
        Encoder.Encode(Splits[split], HasLabels(Splits[split]), cancellationToken);

    /// <summary>Gets whether every row of a split has a label: a file that is only predicted need not have any.</summary>
    public bool HasLabels(TaskSplit split) => split.Name != "test" || TestHasLabels;

    /// <summary>A flag whose value could not be read is not missing too.</summary>
    private static bool IsSaidAlready(string problem, IReadOnlyList<string> before) =>
        problem.Contains(" is missing: ", StringComparison.Ordinal) && before.Any(line => line.StartsWith(problem.Split(' ')[0] + ":", StringComparison.Ordinal));

    private static IEnumerable<string> CheckArguments(RunArguments run, TrainingArguments training)
    {
        foreach (string problem in ArgumentRules.Check(training))
        {
            yield return problem;
        }

        TrainingArguments resolved = training.Resolve();
        if (run.ModelNameOrPath is null)
        {
            yield return "--model_name_or_path is missing: name the folder of a pretrained model.";
        }

        if (!training.DoTrain && !resolved.DoEval && !training.DoPredict)
        {
            yield return "There is nothing to do: pass --do_train, --do_eval or --do_predict.";
        }

        if (training.OutputDir is { } folder && FileAmong(folder) is { } file)
        {
            yield return $"--output_dir {folder}: {file} is a file. Name a folder; it is made if there is none.";
        }

        if (run.LrFind && !training.DoTrain)
        {
            yield return "--lr_find tries learning rates of training; it needs --do_train true.";
        }

        if (training is { DoTrain: true, ResumeFromCheckpoint: { } checkpoint } && !Directory.Exists(checkpoint))
        {
            yield return $"--resume_from_checkpoint {checkpoint}: there is no such folder. Name a checkpoint, such as out/checkpoint-500; "
                + "to go on with a run of `finetune train`, use `finetune resume RUN_DIR`.";
        }

        foreach (string problem in CheckSources(run, training, resolved))
        {
            yield return problem;
        }

        if (run.TaskName is not null && !TaskColumns.Tasks.Contains(run.TaskName))
        {
            yield return $"--task_name {run.TaskName} is not a GLUE task; expected one of {string.Join(", ", TaskColumns.Tasks)}.";
        }

        if (run.MetricName is { } metric && RunMetrics.Problem(metric) is { } unknown)
        {
            yield return unknown;
        }

        if (run.MaxSeqLength < 1)
        {
            yield return $"--max_seq_length is {run.MaxSeqLength}; expected at least 1.";
        }

        if (run.Threads is < 1 or > 64)
        {
            yield return $"--threads is {run.Threads}; expected 1 to 64.";
        }

        if (run.DoRegression == true && run.ProblemType is not null and not global::FineTune.ProblemType.Regression)
        {
            yield return "--do_regression and --problem_type contradict each other: leave one out.";
        }

        foreach ((string name, int? limit) in new[]
        {
            ("max_train_samples", run.MaxTrainSamples), ("max_eval_samples", run.MaxEvalSamples), ("max_predict_samples", run.MaxPredictSamples),
        })
        {
            if (limit < 1)
            {
                yield return $"--{name} is {limit}; expected at least 1, or leave it out for all rows.";
            }
        }

        if (run.EarlyStoppingPatience is { } patience)
        {
            if (patience < 1)
            {
                yield return $"--early_stopping_patience is {patience}; expected at least 1.";
            }

            if (resolved.EvalStrategy == IntervalStrategy.No || !resolved.LoadBestModelAtEnd)
            {
                yield return "--early_stopping_patience needs --load_best_model_at_end true and an --eval_strategy other than no.";
            }
        }
    }

    /// <summary>The data are a data set's splits or files, and there is what the run needs of them.</summary>
    private static IEnumerable<string> CheckSources(RunArguments run, TrainingArguments training, TrainingArguments resolved)
    {
        if (TaskDataset.IsNamed(run))
        {
            return run.NamesFiles ? ["--dataset_name and --train_file, --validation_file or --test_file contradict each other: leave one out."]
                : run.Query is not null ? ["--query chooses the rows of a SQLite file, not of a data set: leave it out."]
                : [];
        }

        List<string> problems = [];
        problems.AddRange(s_ofDatasets
            .Where(argument => argument.Value(run) is not null)
            .Select(argument => $"--{argument.Name} is about a data set: name it with --dataset_name, or leave it out."));
        if (training.DoTrain && run.TrainFile is null)
        {
            problems.Add("--train_file is missing: training needs a csv, tsv, json or jsonl file, or a --dataset_name.");
        }

        if (resolved.DoEval && run.ValidationFile is null)
        {
            problems.Add("--validation_file is missing: evaluation (--do_eval, or an --eval_strategy other than no) needs it.");
        }

        if (training.DoPredict && run.TestFile is null)
        {
            problems.Add("--test_file is missing: --do_predict needs it.");
        }

        return problems;
    }

    private static IReadOnlyDictionary<string, TaskSplit> LoadSplits(
        RunArguments run, TrainingArguments training, List<string> warnings, CancellationToken cancellationToken)
    {
        bool evaluates = training.Resolve().DoEval;
        return TaskDataset.IsNamed(run)
            ? TaskDataset.Load(run, training.DoTrain, evaluates, training.DoPredict, warnings, cancellationToken)
            : TaskFiles.Load(run, training.DoTrain, evaluates, training.DoPredict);
    }

    /// <summary>As many rows as `fast_dev_run` has use for.</summary>
    private static RunArguments FewRows(RunArguments run, TrainingArguments training)
    {
        int train = FastDevRun.Steps * Math.Max(1, training.PerDeviceTrainBatchSize) * Math.Max(1, training.GradientAccumulationSteps);
        int eval = FastDevRun.Steps * Math.Max(1, training.PerDeviceEvalBatchSize);
        return run with
        {
            MaxTrainSamples = Math.Min(run.MaxTrainSamples ?? int.MaxValue, train),
            MaxEvalSamples = Math.Min(run.MaxEvalSamples ?? int.MaxValue, eval),
            MaxPredictSamples = Math.Min(run.MaxPredictSamples ?? int.MaxValue, eval),
        };
    }

    /// <summary>Gets the part of a path that is a file, or null when all of it is folders or can be made.</summary>
    private static string? FileAmong(string folder)
    {
        for (string? path = Path.GetFullPath(folder); path is not null; path = Path.GetDirectoryName(path))
        {
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    private static IEnumerable<string> CheckClassWeights(TrainingArguments training, LabelSet labels)
    {
        if (labels.Problem == ProblemType.Regression)
        {
            return training switch
            {
                { ClassWeights: not null } => ["--class_weights is for classes, but the labels are numbers to predict. Leave it out."],
                { FocalLossGamma: not null } => ["--focal_loss_gamma is for classes, but the labels are numbers to predict. Leave it out."],
                _ => [],
            };
        }

        IEnumerable<string> problems = training.ClassWeights?.Check(labels.Names) ?? [];
        return training.FocalLossGamma is not null && labels.Problem == ProblemType.MultiLabelClassification
            ? [.. problems, "--focal_loss_gamma is for one label a row, but the rows have several. Leave it out."]
            : problems;
    }

    /// <summary>Looks for the patterns among the names of a model that is made for it, without its weights.</summary>
    private static IEnumerable<string> CheckFreezing(TrainingArguments training, PretrainedConfig config)
    {
        if (training.Freeze.Count == 0 || training.Freeze.Any(pattern => ParameterPattern.Problem(pattern) is not null))
        {
            return [];
        }

        try
        {
            ParameterPattern.Freeze(ModelRegistry.Of(config).SequenceClassifier(config), training.Freeze);
            return [];
        }
        catch (TrainingArgumentsException exception)
        {
            return exception.Problems;
        }
    }

    /// <summary>Evaluates two made-up rows, to learn now and not after the first epoch that the best model is chosen by a metric that does not exist.</summary>
    private static IEnumerable<string> CheckBestMetric(RunArguments run, TrainingArguments training, LabelSet labels)
    {
        if (training.MetricForBestModel is not { } name || training.EvalStrategy == IntervalStrategy.No)
        {
            yield break;
        }

        string[] known = [.. RunMetrics.Keys(run, labels), "loss", "runtime", "samples_per_second", "steps_per_second"];
        string plain = name.StartsWith("eval_", StringComparison.Ordinal) ? name["eval_".Length..] : name;
        if (!known.Contains(plain))
        {
            string? nearest = SpellingDistance.Nearest(plain, known);
            yield return $"--metric_for_best_model {name}: the evaluation finds {string.Join(", ", known)}."
                + (nearest is null ? " Choose one of these." : $" Did you mean {nearest}?");
        }
    }

    private static PretrainedConfig LoadConfig(RunArguments run) =>
        AutoConfig.FromPretrained(run.ConfigName ?? run.ModelNameOrPath!, hub: RunHub.OptionsOf(run));

    private static PreTrainedTokenizer LoadTokenizer(RunArguments run) =>
        AutoTokenizer.FromPretrained(run.TokenizerName ?? run.ModelNameOrPath!, hub: RunHub.OptionsOf(run));

    private static TaskColumns FindColumns(RunArguments run, IReadOnlyDictionary<string, TaskSplit> splits, List<string> warnings)
    {
        TaskSplit[] all = [.. splits.Values];
        TaskColumns columns = TaskColumns.Of(run, all, warnings);
        List<string> problems = [];
        foreach (TaskSplit split in all)
        {
            IEnumerable<string> needed = split.Name == "test" ? columns.Text : columns.Text.Append(columns.Label);
            problems.AddRange(needed.Where(name => !split.Rows.ColumnNames.Contains(name)).Select(name => TaskColumns.Missing(
                split.File, split.Rows, name, name == columns.Label ? "--label_column_name" : "--text_column_names")));
            problems.AddRange(columns.Text.Where(split.Rows.ColumnNames.Contains).SelectMany(name => TextCells.Problems(split, name, run.TextColumns is not null)));
        }

        return problems.Count == 0 ? columns : throw new RunException([.. problems.Distinct()]);
    }

    private static LabelSet? FindLabels(RunArguments run, IReadOnlyDictionary<string, TaskSplit> splits, PretrainedConfig? config) =>
        splits.TryGetValue("train", out TaskSplit? train) ? LabelSet.FromTraining(train, run)
        : config is null ? null
        : LabelSet.FromModel(config, run.ProblemType, run.DoRegression);

    private static IEnumerable<string> CheckLabels(IReadOnlyDictionary<string, TaskSplit> splits, string column, LabelSet labels)
    {
        List<string> problems = [];
        foreach (TaskSplit split in splits.Values.Where(split => split.Name != "test"))
        {
            Try(problems, () => LabelReader.Read(split, column, labels));
        }

        if (problems.Count == 0 && labels is { Problem: global::FineTune.ProblemType.SingleLabelClassification, Names: [var only] } && splits.TryGetValue("train", out TaskSplit? train))
        {
            problems.Add($"{train.File}: column \"{column}\" has the one label \"{only}\" in all {train.All.NumRows} rows; a classifier needs two. Add rows with "
                + "another, or name the label column with --label_column_name.");
        }

        return problems;
    }

    private static bool CheckTestLabels(TaskSplit test, string column, LabelSet labels, List<string> problems, List<string> warnings)
    {
        if (!test.Rows.ColumnNames.Contains(column))
        {
            return false;
        }

        IReadOnlySet<int> unlabeled = TestLabels.Unlabeled(test, column, labels);
        Try(problems, () => LabelReader.Read(test, column, labels, unlabeled));
        if (unlabeled.Count > 0)
        {
            warnings.Add($"{test.File}: {unlabeled.Count} of {test.Rows.NumRows} rows have no label that is known (the first: {test.Rows.DescribeRow(unlabeled.Min())}). All rows are "
                + "predicted, and there are no test metrics.");
        }

        return unlabeled.Count == 0;
    }

    private static PretrainedConfig WithLabels(PretrainedConfig config, LabelSet labels)
    {
        Dictionary<string, object?> overrides = new() { ["problem_type"] = labels.Problem };
        if (labels.Problem == ProblemType.Regression)
        {
            overrides["num_labels"] = 1;
        }
        else
        {
            overrides["id2label"] = labels.Names.Select((name, id) => (name, id)).ToDictionary(pair => pair.id, pair => pair.name);
            overrides["label2id"] = labels.Names.Select((name, id) => (name, id)).ToDictionary(pair => pair.name, pair => pair.id);
        }

        return config.With(overrides);
    }

    private static int LimitLength(RunArguments run, PreTrainedTokenizer tokenizer, PretrainedConfig config, List<string> warnings)
    {
        int limit = Math.Min(tokenizer.ModelMaxLength, config.LongestText);
        if (run.MaxSeqLength <= limit)
        {
            return run.MaxSeqLength;
        }

        warnings.Add($"--max_seq_length {run.MaxSeqLength} is more than the model's {limit}; {limit} is used.");
        return limit;
    }

    /// <summary>Runs a step of the preparation; what it reports is added to the problems.</summary>
    private static T? Try<T>(List<string> problems, Func<T?> step)
        where T : class
    {
        try
        {
            return step();
        }
        catch (RunException exception)
        {
            problems.AddRange(exception.Problems);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or FormatException or InvalidOperationException
            or NotSupportedException or UnauthorizedAccessException or TokenizerException or System.Text.Json.JsonException)
        {
            problems.Add(exception.Message);
        }

        return null;
    }
}
