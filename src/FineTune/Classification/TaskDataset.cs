using FineTune.Data;

namespace FineTune.Classification;

/// <summary>Reads the splits of a data set that a run names: one of the Hub, a folder, or that of a GLUE task.</summary>
internal sealed class TaskDataset
{
    private const string Glue = "nyu-mll/glue";

    private readonly RunArguments _run;
    private readonly List<string> _problems = [];
    private readonly List<string> _warnings;

    private TaskDataset(RunArguments run, string name, string? config, List<string> warnings)
    {
        (_run, Name, Config, _warnings) = (run, name, config, warnings);
        Title = config is null ? name : $"{name} ({config})";
    }

    private string Name { get; }

    private string? Config { get; }

    private string Title { get; }

    /// <summary>Gets whether a run names a data set rather than files.</summary>
    public static bool IsNamed(RunArguments run) => NameOf(run) is not null;

    /// <summary>Loads the splits that the run needs, and no other.</summary>
    /// <param name="run">What the data set is and which of its splits and columns are left out.</param>
    /// <param name="train">Whether the run trains.</param>
    /// <param name="validation">Whether it evaluates.</param>
    /// <param name="test">Whether it predicts.</param>
    /// <param name="warnings">Takes what was replaced.</param>
    /// <param name="cancellationToken">Ends the download early.</param>
    /// <exception cref="RunException">A split or column is missing; it lists all that are.</exception>
    /// <exception cref="IOException">The data set cannot be had.</exception>
    public static IReadOnlyDictionary<string, TaskSplit> Load(
        RunArguments run, bool train, bool validation, bool test, List<string> warnings, CancellationToken cancellationToken)
    {
        (string name, string? config) = NameOf(run)!.Value;
        return new TaskDataset(run, name, config, warnings).LoadAsync(train, validation, test, cancellationToken).GetAwaiter().GetResult();
    }

    private static (string Name, string? Config)? NameOf(RunArguments run) =>
        run.DatasetName is { } name ? (name, run.DatasetConfigName)
        : run.TaskName is { } task && TaskColumns.Tasks.Contains(task) && !run.NamesFiles ? (Glue, task)
        : null;

    private async Task<IReadOnlyDictionary<string, TaskSplit>> LoadAsync(bool train, bool validation, bool test, CancellationToken cancellationToken)
    {
        LoadDatasetOptions options = new()
        {
            CacheDir = _run.CacheDir,
            Token = _run.Token,
            Progress = RunHub.ProgressOf(_run),
            Logger = RunHub.LoggerOf(_run),
        };
        using HubDatasets hub = new(options);
        LoadPlan plan = await DatasetOpener.PlanAsync(Name, Config, options, hub, cancellationToken).ConfigureAwait(false);
        Dictionary<string, string> sources = Choose([.. plan.Splits.Keys], train, validation, test);
        if (_run.CsvSep is not null && plan.Reader.Name != "csv")
        {
            _problems.Add($"--csv_sep: it stands between the values of csv and tsv files, but the files of {Name} are {plan.Reader} files. Leave it out.");
        }

        if (_problems.Count > 0)
        {
            throw new RunException(_problems);
        }

        DatasetLoader loader = new(AsWritten(Separated(plan)), verify: true);
        DatasetDict rows = await loader.LoadAsync([.. sources.Values.Distinct()], cancellationToken).ConfigureAwait(false);
        Dictionary<string, TaskSplit> splits = sources.ToDictionary(source => source.Key, source => Split(source.Key, source.Value, rows[source.Value]));
        return _problems.Count == 0 ? splits : throw new RunException([.. _problems.Distinct()]);
    }

    private LoadPlan Separated(LoadPlan plan) => TaskFiles.SeparatorOf(_run.CsvSep) is { } sep
        ? plan with { Options = plan.Options with { Csv = plan.Options.Csv with { Sep = sep } } }
        : plan;

    /// <summary>Cells of csv files are the texts that stand there, unless the data set says what its columns hold.</summary>
    private static LoadPlan AsWritten(LoadPlan plan) => plan.Options.Features is not null || plan.Description?.Features is not null ? plan : plan with
    {
        Options = plan.Options with { Csv = plan.Options.Csv with { Dtype = plan.Options.Csv.Dtype ?? Value.String, KeepDefaultNa = false } },
    };

    /// <summary>Which split of the data set is for training, validation and test, as the reference's scripts choose them.</summary>
    private Dictionary<string, string> Choose(List<string> available, bool train, bool validation, bool test)
    {
        foreach (string split in RunArguments.Names(_run.RemoveSplits))
        {
            if (!available.Remove(split))
            {
                _problems.Add(NoSplit("--remove_splits", split, available));
            }
        }

        Dictionary<string, string> chosen = [];
        Take("train", _run.TrainSplitName, "--train_split_name", train, ["train"]);
        Take("validation", _run.ValidationSplitName, "--validation_split_name", validation, ["validation", "validation_matched"]);
        Take("test", _run.TestSplitName, "--test_split_name", test, ["test", "test_matched"]);
        if (validation && _run.ValidationSplitName is null && !chosen.ContainsKey("validation"))
        {
            TakeTestForValidation();
        }

        return chosen;

        void Take(string role, string? named, string flag, bool needed, string[] usual)
        {
            string? split = named ?? usual.FirstOrDefault(available.Contains);
            if (named is not null ? !available.Remove(named) : needed && split is null && role != "validation")
            {
                _problems.Add(NoSplit(flag, named ?? usual[0], available));
            }
            else if (needed && split is not null)
            {
                chosen[role] = split;
                WarnOfOthers(role, split, flag, named);
            }
        }

        // As in MNLI, whose validation splits are of the same kind of texts and of others.
        void WarnOfOthers(string role, string split, string flag, string? named)
        {
            string[] others = named is null ? [.. available.Where(other => other.StartsWith(role + "_", StringComparison.Ordinal) && other != split)] : [];
            if (others.Length > 0)
            {
                _warnings.Add($"{Title} has more than one {role} split: \"{split}\" is used, not {string.Join(", ", others.Select(name => $"\"{name}\""))}. "
                    + $"Name another with {flag}.");
            }
        }

        void TakeTestForValidation()
        {
            if ((_run.TestSplitName ?? available.Find(split => split is "test" or "test_matched")) is { } split)
            {
                _warnings.Add($"{Title} has no validation split; its split \"{split}\" is used to evaluate. Name another with --validation_split_name.");
                chosen["validation"] = split;
            }
            else
            {
                _problems.Add(NoSplit("--validation_split_name", "validation", available));
            }
        }
    }

    private TaskSplit Split(string role, string split, Dataset rows)
    {
        string source = $"{Title}, split {split}";
        Dataset all = rows;
        Require(RunArguments.Names(_run.RemoveColumns), "--remove_columns");
        Require(_run.TextColumns ?? [], "--text_column_names");
        Require(role == "test" ? [] : [_run.LabelColumnName], "--label_column_name");

        string[] kept = [.. rows.ColumnNames.Except(RunArguments.Names(_run.RemoveColumns)).Where(column => IsOfUse(column, rows.Features[column]))];
        rows = rows.SelectColumns(kept);
        bool namesClasses = _run.DoRegression != true && kept.Contains(_run.LabelColumnName);
        ClassLabel? classes = namesClasses ? rows.Features[_run.LabelColumnName] as ClassLabel : null;
        rows = classes is null ? rows : WithNames(rows, classes);
        return TaskSplit.Cut(role, source, rows, _run) with { ClassNames = classes?.Names };

        // Said here, where all columns are still known.
        void Require(IEnumerable<string> columns, string flag) =>
            _problems.AddRange(columns.Where(column => !all.ColumnNames.Contains(column)).Select(column => TaskColumns.Missing(source, all, column, flag)));
    }

    /// <summary>A number is no text unless it was named as one; data sets number their rows.</summary>
    private bool IsOfUse(string column, Feature feature) =>
        column == _run.LabelColumnName || (_run.TextColumns is { } named ? named.Contains(column) : feature == Value.String);

    /// <summary>Names the classes in place of their numbers; a label that is missing is -1, as in the tests of GLUE.</summary>
    private Dataset WithNames(Dataset rows, ClassLabel classes)
    {
        string?[] names = [.. rows[_run.LabelColumnName].Select(value => value is long id and >= 0 ? classes.Int2Str((int)id) : null)];
        return rows.RemoveColumns(_run.LabelColumnName).AddColumn(_run.LabelColumnName, names);
    }

    private string NoSplit(string flag, string split, IReadOnlyList<string> available)
    {
        string? nearest = Training.SpellingDistance.Nearest(split, available);
        return $"{Title} has no split \"{split}\"; it has {string.Join(", ", available.Select(name => $"\"{name}\""))}."
            + (nearest is null ? $" Name one with {flag}." : $" Did you mean \"{nearest}\"? ({flag})");
    }
}
