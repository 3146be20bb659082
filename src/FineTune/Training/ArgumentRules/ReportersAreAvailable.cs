namespace FineTune.Training;

/// <summary>Logs go to services that exist here.</summary>
internal sealed class ReportersAreAvailable : IArgumentRule
{
    public IEnumerable<string> Check(TrainingArguments args)
    {
        string[] known =
        [
            "azure_ml", "comet_ml", "mlflow", "neptune", "tensorboard", "trackio", "wandb", "codecarbon", "clearml", "dagshub", "flyte",
            "dvclive", "swanlab", "kubeflow",
        ];
        foreach (string name in args.ReportTo)
        {
            if (name != "tensorboard")
            {
                yield return known.Contains(name)
                    ? $"report_to names {name}, which is not connected here; choose tensorboard, or none. trainer_state.json holds the same numbers."
                    : $"report_to names {name}, which the reference does not know either; choose tensorboard, all or none.";
            }
        }
    }
}
