namespace FineTune.Training;

/// <summary>
/// Metrics that are not a number: they are said once each, count as no improvement, and never make a model the best. What is written
/// is what the reference writes.
/// </summary>
internal static class NotANumber
{
    /// <summary>Says which metrics of an evaluation are not a number, and what follows from it.</summary>
    public static void Tell(Trainer trainer, LogEntry metrics)
    {
        TrainingArguments args = trainer.Args;
        string? deciding = args.MetricForBestModel is { } name ? BestMetric.KeyOf(name) : null;
        foreach ((string key, double value) in metrics)
        {
            if (double.IsNaN(value) && trainer.SaidNotANumber.Add(key))
            {
                bool decides = trainer.IsInTrain && key == deciding;
                string step = trainer.IsInTrain ? $" at step {trainer.State.GlobalStep}" : string.Empty;
                string effect = decides ? " It decides which model is the best: it counts as no improvement, for early stopping too, and never as the best." : string.Empty;
                trainer.Messages.Warning(LogEvent.MetricUnusable, $"{key} is not a number{step}: {Reason(key)}.{effect}");
            }
        }
    }

    /// <summary>Says that no checkpoint is the best.</summary>
    public static string NoBest(TrainingArguments args, TrainerState state)
    {
        string key = BestMetric.KeyOf(args.MetricForBestModel ?? "loss");
        string why = state.BestMetric is not { } best ? $"no evaluation found {key}"
            : double.IsInfinity(best) ? $"{key} was a number in no evaluation"
            : $"there is no checkpoint of step {state.BestGlobalStep}, where {key} was best";
        return $"No best model was found ({why}), so that load_best_model_at_end loads none: the last weights are kept.";
    }

    private static string Reason(string key) => key switch
    {
        _ when key.Contains("pearson", StringComparison.Ordinal) || key.Contains("spearman", StringComparison.Ordinal) =>
            "a correlation needs at least two rows, and neither predictions nor labels that are all equal",
        _ when key.EndsWith("loss", StringComparison.Ordinal) => "the model's outputs are not finite, or no row has a label",
        _ => "there may be too few rows, or predictions or labels that are all equal",
    };
}
