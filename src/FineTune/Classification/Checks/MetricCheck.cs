using FineTune.Training;

namespace FineTune.Classification;

/// <summary>Evaluates made-up rows, to learn now and not after training that the labels have no such metric, or that the best model is chosen by one that does not exist.</summary>
internal static class MetricCheck
{
    /// <summary>Gets what is wrong with the metrics.</summary>
    /// <param name="run">The metrics that are asked for.</param>
    /// <param name="training">How the best model is chosen.</param>
    /// <param name="labels">What the rows are labeled with.</param>
    /// <param name="evaluated">The rows that are evaluated: those of validation, and of test where they have labels.</param>
    public static IEnumerable<string> Of(RunArguments run, TrainingArguments training, LabelSet labels, IEnumerable<TaskSplit> evaluated)
    {
        foreach (TaskSplit split in evaluated)
        {
            double[]? numbers = labels.Problem == ProblemType.Regression ? (double[])LabelReader.Read(split, run.LabelColumnName, labels) : null;
            IReadOnlyCollection<string>? keys = RunMetrics.Keys(run, labels, numbers);
            if (keys is not { Count: > 0 })
            {
                return [Refusal(run, labels, numbers, keys is null ? "cannot be computed" : "cannot be one number")];
            }
        }

        return OfBest(run, training, labels);
    }

    private static string Refusal(RunArguments run, LabelSet labels, double[]? numbers, string why)
    {
        IEnumerable<string> others = Evaluate.Names.Where(name =>
            RunMetrics.Problem(name) is null && RunMetrics.Keys(run with { MetricName = name }, labels, numbers) is { Count: > 0 });
        string what = run.MetricName is { } metric ? $"--metric_name {metric}: it" : $"--task_name {run.TaskName}: its metric";
        string where = labels.Problem switch
        {
            ProblemType.Regression => $"where {(numbers!.Length == 1 ? "the 1 row has" : $"{numbers.Length} rows have")} numbers to predict",
            ProblemType.MultiLabelClassification => $"where a row has several of {labels.NumLabels} labels",
            _ => $"where a row has one of {labels.NumLabels} labels",
        };
        return $"{what} {why} {where}. Name one that can be with --metric_name: {string.Join(", ", others)}; "
            + $"or leave {(run.MetricName is null ? "--task_name" : "the flag")} out.";
    }

    private static IEnumerable<string> OfBest(RunArguments run, TrainingArguments training, LabelSet labels)
    {
        if (training.MetricForBestModel is not { } name || training.EvalStrategy == IntervalStrategy.No)
        {
            yield break;
        }

        string[] known = [.. RunMetrics.Keys(run, labels) ?? [], "loss", "runtime", "samples_per_second", "steps_per_second"];
        string plain = name.StartsWith("eval_", StringComparison.Ordinal) ? name["eval_".Length..] : name;
        if (!known.Contains(plain))
        {
            string? nearest = SpellingDistance.Nearest(plain, known);
            yield return $"--metric_for_best_model {name}: the evaluation finds {string.Join(", ", known)}."
                + (nearest is null ? " Choose one of these." : $" Did you mean {nearest}?");
        }
    }
}
