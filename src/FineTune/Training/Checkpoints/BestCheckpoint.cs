namespace FineTune.Training;

/// <summary>Where the checkpoint of the best model is.</summary>
internal static class BestCheckpoint
{
    /// <summary>Finds the folder a state names: first by its name in the run's folder, so that a run can be moved; null when it is gone.</summary>
    public static string? Locate(Trainer trainer, string? recorded, bool warn)
    {
        if (recorded is null)
        {
            return null;
        }

        string here = Path.Combine(trainer.Args.OutputDir, Path.GetFileName(Path.TrimEndingDirectorySeparator(recorded)));
        string? found = Directory.Exists(here) ? here : Directory.Exists(recorded) ? recorded : null;
        if (found is null && warn)
        {
            trainer.Messages.Warning(LogEvent.BestModel, $"The best checkpoint, {recorded}, is gone; it is left out of account.");
        }

        return found;
    }
}
