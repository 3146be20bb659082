namespace FineTune.Training;

/// <summary>The metric that decides which model is the best.</summary>
internal static class BestMetric
{
    /// <summary>Gets the name it has among the results of an evaluation.</summary>
    public static string KeyOf(string metricForBestModel) =>
        metricForBestModel.StartsWith("eval_", StringComparison.Ordinal) ? metricForBestModel : "eval_" + metricForBestModel;

    /// <summary>Gets its value.</summary>
    /// <exception cref="ArgumentException">The evaluation did not find it.</exception>
    public static double ValueOf(TrainingArguments args, LogEntry metrics)
    {
        string key = KeyOf(args.MetricForBestModel!);
        return metrics.TryGetValue(key, out double value) ? value : throw new ArgumentException(
            $"metric_for_best_model is {args.MetricForBestModel}, but the evaluation found no {key}; it found {string.Join(", ", metrics.Keys)}. " +
            (SpellingDistance.Nearest(key, metrics.Keys) is { } nearest ? $"Did you mean {nearest}? " : string.Empty) +
            "Choose one of these, or let ComputeMetrics return it.");
    }

    /// <summary>Notes a new best value; one that is not a number never is.</summary>
    /// <returns>Whether it was better than all before.</returns>
    public static bool Update(TrainingArguments args, TrainerState state, LogEntry metrics)
    {
        if (args.MetricForBestModel is null)
        {
            return false;
        }

        double value = ValueOf(args, metrics);
        bool greater = args.GreaterIsBetter ?? false;
        state.BestMetric ??= greater ? double.NegativeInfinity : double.PositiveInfinity;
        if (!(greater ? value > state.BestMetric : value < state.BestMetric))
        {
            return false;
        }

        state.BestMetric = value;
        if (args.SaveStrategy != SaveStrategy.No)
        {
            state.BestGlobalStep = state.GlobalStep;
        }

        return true;
    }
}
