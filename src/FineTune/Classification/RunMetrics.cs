namespace FineTune.Classification;

/// <summary>Which metrics a run computes: those named, else those of the GLUE task, else those of the kind of problem.</summary>
internal static class RunMetrics
{
    private const int MostRows = 64;

    public static IReadOnlyList<string> Names(RunPreparation run) => run.Run switch
    {
        { MetricName: { } name } => [name],
        { TaskName: { } task } => GlueNames(task),
        _ => run.Labels.Problem switch
        {
            ProblemType.Regression => ["mse", "pearson", "spearmanr"],
            ProblemType.MultiLabelClassification => ["f1_micro", "accuracy"],
            _ => ["accuracy", "f1"],
        },
    };

    public static Func<EvalPrediction, IReadOnlyDictionary<string, double>> Of(RunPreparation run) => Of(run.Run, run.Labels);

    /// <summary>Gets whether the metrics need no more of a row than the class with the highest score.</summary>
    public static bool NeedOnlyClasses(RunArguments run, LabelSet labels) =>
        labels.Problem == ProblemType.SingleLabelClassification && (run.MetricName is not { } name || !NeedsScores(Evaluate.Load(name)));

    /// <summary>Gets the names of what is computed, found by computing it for made-up rows that have every label; null when it cannot be computed.</summary>
    /// <param name="run">The metrics that are asked for.</param>
    /// <param name="labels">What the rows are labeled with.</param>
    /// <param name="numbers">Of regression the right numbers, where they are known: some metrics take no others than 0 and 1.</param>
    public static IReadOnlyCollection<string>? Keys(RunArguments run, LabelSet labels, IReadOnlyList<double>? numbers = null)
    {
        try
        {
            return [.. Of(run, labels)(MadeUpRows(labels, numbers ?? [0.5, 1.5])).Keys];
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static EvalPrediction MadeUpRows(LabelSet labels, IReadOnlyList<double> numbers)
    {
        int width = labels.NumLabels;
        int rows = labels.Problem == ProblemType.Regression ? numbers.Count : Math.Clamp(width, 2, MostRows);
        Tensor scores = Tensor.From([.. Enumerable.Range(0, rows * width).Select(i => (i % 5 * 0.75f) - 1.5f)], new Shape(rows, width));
        return new EvalPrediction(scores, labels.Problem switch
        {
            ProblemType.Regression => Tensor.From([.. numbers.Select(number => (float)number)], new Shape(rows)),
            ProblemType.MultiLabelClassification =>
                Tensor.From([.. Enumerable.Range(0, rows * width).Select(i => (float)(((i / width) + (i % width)) % 2))], new Shape(rows, width)),
            _ => new LongTensor([.. Enumerable.Range(0, rows).Select(row => (long)(row % width))], new Shape(rows)),
        });
    }

    private static Func<EvalPrediction, IReadOnlyDictionary<string, double>> Of(RunArguments run, LabelSet labels)
    {
        if (run.MetricName is { } name)
        {
            return Of(labels.Problem == ProblemType.MultiLabelClassification ? OfSeveral(name) : Evaluate.Load(name), labels);
        }

        return run.TaskName is { } task ? Of(Evaluate.Load("glue", task), labels) : labels.Problem switch
        {
            ProblemType.Regression => ClassificationMetrics.Regression,
            ProblemType.MultiLabelClassification => ClassificationMetrics.MultiLabel,
            _ => prediction => ClassificationMetrics.SingleLabel(prediction, labels.NumLabels),
        };
    }

    /// <summary>Gets why a metric's name cannot be used, or null.</summary>
    public static string? Problem(string name)
    {
        try
        {
            return Evaluate.Load(name).IsOfTextsOnly
                ? $"--metric_name: {name} compares texts, but a classifier predicts classes. Name another, such as accuracy or f1."
                : null;
        }
        catch (Exception exception) when (exception is ArgumentException or KeyNotFoundException)
        {
            return $"--metric_name: {exception.Message}";
        }
    }

    private static IReadOnlyList<string> GlueNames(string task) => task switch
    {
        "cola" => ["matthews_correlation"],
        "stsb" => ["pearson", "spearmanr"],
        "mrpc" or "qqp" => ["accuracy", "f1"],
        _ => ["accuracy"],
    };

    private static Func<EvalPrediction, IReadOnlyDictionary<string, double>> Of(EvaluationModule module, LabelSet labels)
    {
        MetricOptions? options = OptionsOf(module, labels);
        return prediction => labels.Problem switch
        {
            ProblemType.Regression => module.Compute(prediction.Predictions, prediction.LabelIds),
            _ when NeedsScores(module) => module.Compute(prediction, options),
            ProblemType.MultiLabelClassification => module.Compute(prediction.LabelsAboveZero(), prediction.LabelIds, options),
            _ => module.Compute(prediction.Classes(), prediction.LabelIds, options),
        };
    }

    private static bool NeedsScores(EvaluationModule module) => module is ScoreModule or LabelScoreModule;

    /// <summary>Loads a metric as the reference's script does for several labels a row: in the configuration for them, where it has one.</summary>
    private static EvaluationModule OfSeveral(string name)
    {
        try
        {
            return Evaluate.Load(name, "multilabel");
        }
        catch (KeyNotFoundException)
        {
            return Evaluate.Load(name);
        }
    }

    /// <summary>
    /// Gets what the command has no flags for: of more than two labels the mean over them, as where no metric is named; of several labels a
    /// row <c>micro</c>, as the reference's script has it, or the mean where that is not known.
    /// </summary>
    private static MetricOptions? OptionsOf(EvaluationModule module, LabelSet labels) => labels.Problem switch
    {
        ProblemType.MultiLabelClassification when module.KnownOptions.Contains(nameof(MetricOptions.Average)) =>
            new() { Average = module.Name == "matthews_correlation" ? Average.Macro : Average.Micro },
        ProblemType.SingleLabelClassification when labels.NumLabels > 2 && module.KnownOptions.Contains(nameof(MetricOptions.MultiClass)) => new() { MultiClass = MultiClass.Ovr },
        ProblemType.SingleLabelClassification when labels.NumLabels > 2 && module.KnownOptions.Contains(nameof(MetricOptions.Average)) => new() { Average = Average.Macro },
        _ => null,
    };
}
