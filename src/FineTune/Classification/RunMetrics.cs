namespace FineTune.Classification;

/// <summary>Which metrics a run computes: those named, else those of the GLUE task, else those of the kind of problem.</summary>
internal static class RunMetrics
{
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

    /// <summary>Gets the names of what is computed, found by computing it for two made-up rows; nothing when that fails.</summary>
    public static IEnumerable<string> Keys(RunArguments run, LabelSet labels)
    {
        int width = labels.NumLabels;
        Tensor logits = Tensor.From([.. Enumerable.Range(0, 2 * width).Select(i => (float)(i % 3) - 1)], new Shape(2, width));
        TensorBase references = labels.Problem switch
        {
            ProblemType.Regression => Tensor.From([0.5f, 1.5f], new Shape(2)),
            ProblemType.MultiLabelClassification => Tensor.From([.. Enumerable.Range(0, 2 * width).Select(i => (float)(i % 2))], new Shape(2, width)),
            _ => new LongTensor([0, Math.Min(1, width - 1)], new Shape(2)),
        };
        try
        {
            return Of(run, labels)(new EvalPrediction(logits, references)).Keys;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or KeyNotFoundException)
        {
            return [];
        }
    }

    private static Func<EvalPrediction, IReadOnlyDictionary<string, double>> Of(RunArguments run, LabelSet labels)
    {
        if (run.MetricName is { } name)
        {
            return Of(Evaluate.Load(name), labels.Problem);
        }

        return run.TaskName is { } task ? Of(Evaluate.Load("glue", task), labels.Problem) : labels.Problem switch
        {
            ProblemType.Regression => ClassificationMetrics.Regression,
            ProblemType.MultiLabelClassification => ClassificationMetrics.MultiLabel,
            _ => ClassificationMetrics.SingleLabel,
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

    private static Func<EvalPrediction, IReadOnlyDictionary<string, double>> Of(EvaluationModule module, ProblemType problem) => prediction =>
        problem == ProblemType.SingleLabelClassification
            ? module.Compute(prediction.ArgMax(), prediction.LabelIds)
            : module.Compute(problem == ProblemType.Regression ? prediction.Predictions : Decisions(prediction.Predictions), prediction.LabelIds);

    /// <summary>1 for each label whose logit is above 0.</summary>
    private static LongTensor Decisions(Tensor logits)
    {
        long[] decisions = new long[logits.Length];
        for (int i = 0; i < decisions.Length; i++)
        {
            decisions[i] = logits.Span[i] > 0 ? 1 : 0;
        }

        return new LongTensor(decisions, logits.Shape);
    }
}
