using FineTune.Training;

namespace FineTune.Classification;

/// <summary>
/// Everything about a run that is known before the model's weights are read: files, columns, labels, configuration, tokenizer, lengths.
/// `train` goes on from it, `plan` reports it.
/// </summary>
internal sealed class RunPreparation
{
    private readonly List<string> _warnings;

    private RunPreparation(
        RunArguments run, TrainingArguments training, IReadOnlyDictionary<string, TaskSplit> splits, TaskColumns columns, LabelSet labels,
        PretrainedConfig config, PreTrainedTokenizer tokenizer, int maxLength, List<string> warnings)
    {
        (Run, Training, Splits, Columns, Labels) = (run, training, splits, columns, labels);
        (Config, Tokenizer, MaxLength, _warnings) = (config, tokenizer, maxLength, warnings);
        Encoder = new SplitEncoder(tokenizer, config, columns, labels, maxLength, run.PadToMaxLength);
    }

    public RunArguments Run { get; }

    public TrainingArguments Training { get; }

    public IReadOnlyDictionary<string, TaskSplit> Splits { get; }

    public TaskColumns Columns { get; }

    public LabelSet Labels { get; }

    /// <summary>Gets the configuration with the labels and kind of problem of this run.</summary>
    public PretrainedConfig Config { get; }

    /// <summary>Gets the names that the model's head was trained for; see <see cref="HeadCheck.NamesOf"/>.</summary>
    public IReadOnlyList<string> HeadNames { get; private init; } = [];

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
        problems.AddRange(ArgumentChecks.Of(run, training).Where(problem => !IsSaidAlready(problem, configuration.Problems)));
        List<string> warnings = [.. configuration.Warnings];
        if (run.Token is not null)
        {
            warnings.Add("--token can be read by everybody who may list this computer's processes; set HF_TOKEN, or log in, instead.");
        }

        IReadOnlyDictionary<string, TaskSplit>? splits = RunChecks.Try(problems, () => LoadSplits(run, training, warnings, cancellationToken));
        PretrainedConfig? config = run.ModelNameOrPath is null ? null : RunChecks.Try(problems, () => LoadConfig(run));
        RecalledInputs? recalled = config is null ? null : RunChecks.Try(problems, () => RecalledInputs.Of(configuration));
        run = recalled is null || splits is null ? run : recalled.Columns(recalled.Reading(run), splits);
        PreTrainedTokenizer? tokenizer = run.ModelNameOrPath is null ? null : RunChecks.Try(problems, () => LoadTokenizer(run));
        TaskColumns? columns = splits is null or { Count: 0 } ? null : RunChecks.Try(problems, () => FindColumns(run, splits, warnings));
        LabelSet? labels = splits is null || columns is null ? null : RunChecks.Try(problems, () => FindLabels(run, splits, config));
        if (tokenizer is not null && columns is not null && LengthCheck.Problem(run, tokenizer, columns.IsPair) is { } tooShort)
        {
            problems.Add(tooShort);
        }

        bool testHasLabels = false;
        if (labels is not null)
        {
            string[] ofLabels = [.. LabelChecks.OfSplits(splits!, run.LabelColumnName, labels)];
            problems.AddRange(ofLabels);
            testHasLabels = splits!.TryGetValue("test", out TaskSplit? test) && LabelChecks.OfTest(test, run.LabelColumnName, labels, problems, warnings);
            if (ofLabels.Length == 0)
            {
                problems.AddRange(LabelChecks.OfClassWeights(training, labels));
                problems.AddRange(config is null ? [] : LabelChecks.OfFreezing(training, WithLabels(config, labels)));
                problems.AddRange(MetricCheck.Of(
                    run, training.Resolve(), labels, splits.Values.Where(split => split.Name == "validation" || (split.Name == "test" && testHasLabels))));
            }
        }

        if (problems.Count > 0)
        {
            throw new RunException([.. problems.Distinct(StringComparer.Ordinal)]);
        }

        if (!training.DoTrain && splits!.TryGetValue("validation", out TaskSplit? evaluated))
        {
            warnings.AddRange(LabelDoubts.Of(evaluated, run.LabelColumnName, labels!));
        }

        IReadOnlyList<string> headNames = HeadCheck.NamesOf(config!);
        config = WithLabels(config!, labels!);
        int maxLength = LimitLength(run, tokenizer!, config, warnings);
        return new RunPreparation(run, training, splits!, columns!, labels!, config, tokenizer!, maxLength, warnings)
        {
            Writes = training.DoTrain || configuration.NamesOutputDir,
            TestHasLabels = testHasLabels,
            HeadNames = headNames,
        };
    }

    /// <summary>Encodes a split that the run uses.</summary>
    /// <exception cref="RunException">Labels are missing or unknown.</exception>
    public Dataset Encode(string split, CancellationToken cancellationToken = default) =>
        Encoder.Encode(Splits[split], HasLabels(Splits[split]), cancellationToken);

    /// <summary>Gets what is kept beside the model, so that predicting repeats what training did.</summary>
    public SavedInputs ToSaved() => new()
    {
        TextColumns = Columns.Text,
        TextColumnDelimiter = Columns.Delimiter,
        LabelColumn = Columns.Label,
        LabelFormat = EnumSpelling<LabelFormat>.Of(Labels.Format),
        MaxSeqLength = MaxLength,
        PadToMaxLength = Run.PadToMaxLength,
    };

    /// <summary>Sees that the model knows the tokens of every row.</summary>
    /// <exception cref="RunException">It does not.</exception>
    public void CheckTokens(CancellationToken cancellationToken)
    {
        string[] problems = [.. Splits.Values.SelectMany(split =>
        {
            List<string> found = [];
            _ = RunChecks.Try(found, () => Encoder.Lengths(split, cancellationToken));
            return found;
        })];
        if (problems.Length > 0)
        {
            throw new RunException(problems);
        }
    }

    /// <summary>Gets whether every row of a split has a label: a file that is only predicted need not have any.</summary>
    public bool HasLabels(TaskSplit split) => split.Name != "test" || TestHasLabels;

    /// <summary>A flag whose value could not be read is not missing too.</summary>
    private static bool IsSaidAlready(string problem, IReadOnlyList<string> before) =>
        problem.Contains(" is missing: ", StringComparison.Ordinal) && before.Any(line =>
            line.StartsWith(problem.Split(' ')[0] + ":", StringComparison.Ordinal) || line.StartsWith(problem.Split(' ')[0][2..] + ":", StringComparison.Ordinal));

    private static IReadOnlyDictionary<string, TaskSplit> LoadSplits(
        RunArguments run, TrainingArguments training, List<string> warnings, CancellationToken cancellationToken)
    {
        bool evaluates = training.Resolve().DoEval;
        return TaskDataset.IsNamed(run)
            ? TaskDataset.Load(run, training.DoTrain, evaluates, training.DoPredict, warnings, cancellationToken)
            : TaskFiles.Load(run, training.DoTrain, evaluates, training.DoPredict, warnings);
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

    private static PretrainedConfig LoadConfig(RunArguments run) =>
        AutoConfig.FromPretrained(run.ConfigName ?? run.ModelNameOrPath!, hub: RunHub.OptionsOf(run));

    internal static PreTrainedTokenizer LoadTokenizer(RunArguments run) =>
        AutoTokenizer.FromPretrained(run.TokenizerName ?? run.ModelNameOrPath!, hub: RunHub.OptionsOf(run));

    internal static TaskColumns FindColumns(RunArguments run, IReadOnlyDictionary<string, TaskSplit> splits, List<string> warnings)
    {
        TaskSplit[] all = [.. splits.Values];
        TaskColumns columns = TaskColumns.Of(run, all, warnings);
        List<string> problems = [];
        foreach (TaskSplit split in all)
        {
            IEnumerable<string> needed = split.Name == "test" ? columns.Text : columns.Text.Append(columns.Label);
            problems.AddRange(needed.Where(name => !split.Rows.ColumnNames.Contains(name)).Select(name => TaskColumns.Missing(
                split.File, split.Rows, name, name == columns.Label ? "--label_column_name" : "--text_column_names")));
            problems.AddRange(columns.Text.Where(split.Rows.ColumnNames.Contains).SelectMany(name => TextCells.Problems(split, name, run.TextColumns is not null || columns.IsOnly)));
        }

        return problems.Count == 0 ? columns : throw new RunException([.. problems.Distinct()]);
    }

    private static LabelSet? FindLabels(RunArguments run, IReadOnlyDictionary<string, TaskSplit> splits, PretrainedConfig? config) =>
        splits.TryGetValue("train", out TaskSplit? train) ? LabelSet.FromTraining(train, run)
        : config is null ? null
        : LabelSet.FromModel(config, run, splits.GetValueOrDefault("validation") ?? splits.GetValueOrDefault("test"));

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
        int limit = config.LongestFor(tokenizer);
        if (run.MaxSeqLength <= limit)
        {
            return run.MaxSeqLength;
        }

        warnings.Add($"--max_seq_length {run.MaxSeqLength} is more than the model's {limit}; {limit} is used.");
        return limit;
    }
}
