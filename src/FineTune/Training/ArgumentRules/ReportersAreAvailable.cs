namespace FineTune.Training;

/// <summary>Logs go where they can be written.</summary>
internal sealed class ReportersAreAvailable : IArgumentRule
{
    /// <summary>Gets what <c>report_to</c> can name.</summary>
    public static IReadOnlyList<string> Available { get; } = ["tensorboard", "csv", "jsonl"];

    public IEnumerable<string> Check(TrainingArguments args)
    {
        string choice = $"choose {string.Join(", ", Available)}, all of them by all, or none";
        foreach (string name in args.ReportTo.Where(name => !Available.Contains(name)))
        {
            yield return WhyNot(name) is { } reason
                ? $"report_to names {name}, which is not connected here: {reason}; {choice}. trainer_state.json holds the same numbers."
                : $"report_to names {name}, which the reference does not know either; {choice}.";
        }
    }

    private static string? WhyNot(string name) => name switch
    {
        "mlflow" => "its runs belong into a tracking server or database",
        "wandb" => "its run files are a format of its own, which only its own program reads",
        "azure_ml" or "comet_ml" or "neptune" or "clearml" or "dagshub" or "swanlab" or "trackio" => "it is a service with a Python client",
        "codecarbon" or "flyte" or "dvclive" or "kubeflow" => "it is a Python library",
        _ => null,
    };
}
