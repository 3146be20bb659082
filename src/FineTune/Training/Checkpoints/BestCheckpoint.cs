namespace FineTune.Training;

/// <summary>The checkpoint of the best model.</summary>
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

    /// <summary>Loads the best model's weights, if there is one.</summary>
    /// <exception cref="CheckpointException">They are damaged.</exception>
    public static void Load(Trainer trainer)
    {
        if (trainer.State.BestModelCheckpoint is null)
        {
            trainer.Messages.Warning(LogEvent.BestModel, NotANumber.NoBest(trainer.Args, trainer.State));
            return;
        }

        if (Locate(trainer, trainer.State.BestModelCheckpoint, warn: true) is not { } folder)
        {
            return;
        }

        if (Manifest.Exists(folder) && Manifest.Check(folder) is { } problem)
        {
            throw new CheckpointException(
                $"The best model cannot be loaded from {folder}: {problem}. The Trainer's model is the last one; save it, or resume from another checkpoint.");
        }

        trainer.Messages.Info(LogEvent.BestModel, $"Loading the best model from {folder} (score: {PythonNumber.Repr(trainer.State.BestMetric ?? double.NaN)}).");
        trainer.Optimizer?.Eval();
        WeightsArtefact.Load(trainer.Model, folder, trainer.Messages);
    }
}
