using System.Globalization;

namespace FineTune.Training;

/// <summary>
/// Saves checkpoints so that one is complete or not there at all, finds the newest good one, and deletes those there is no room for.
/// </summary>
/// <remarks>
/// Files are written into <c>.saving-N</c> and flushed to the disk, the list of them with sizes and hashes last; then the folder gets its
/// name, <c>checkpoint-N</c>. Whatever interrupts, the checkpoints that were there before are untouched.
/// </remarks>
internal sealed class CheckpointManager(Trainer trainer, ICheckpointFiles files)
{
    private readonly RandomArtefact _random = new();
    private readonly CheckpointFinder _finder = new(trainer, files);
    private string _run = string.Empty;
    private string? _newest;

    private string RunFolder => trainer.Args.OutputDir;

    /// <summary>Finds the checkpoint to go on from.</summary>
    /// <exception cref="CheckpointException">There is none that is complete.</exception>
    public Checkpoint Find(ResumeFrom resumeFrom)
    {
        Checkpoint found = resumeFrom.Folder is { } folder ? _finder.Open(folder, _random) : _finder.Newest(_random);
        trainer.Messages.Info($"Going on from {found.Folder}.");
        _run = found.Extra?.Run ?? string.Empty;
        _newest = found.Folder;
        return found;
    }

    /// <summary>Gets the folder of the newest checkpoint of this run, or null.</summary>
    public string? NewestFolder() => _newest;

    /// <summary>Saves a checkpoint of the present state, and deletes those there is no room for.</summary>
    public void Save() => SaveAs(isPending: false);

    /// <summary>Saves a checkpoint of an interrupted run.</summary>
    /// <returns>Its folder.</returns>
    public string SaveInterrupted(bool isPending) => SaveAs(isPending);

    /// <summary>Loads the weights of the best checkpoint, if the arguments ask for it and there is one.</summary>
    public void LoadBestModel()
    {
        if (!trainer.Args.LoadBestModelAtEnd || trainer.State.BestModelCheckpoint is null)
        {
            return;
        }

        if (BestCheckpoint.Locate(trainer, trainer.State.BestModelCheckpoint, warn: true) is not { } folder)
        {
            return;
        }

        if (Manifest.Exists(folder) && Manifest.Check(folder) is { } problem)
        {
            throw new CheckpointException(
                $"The best model cannot be loaded from {folder}: {problem}. The Trainer's model is the last one; save it, or resume from another checkpoint.");
        }

        trainer.Messages.Info($"Loading the best model from {folder} (score: {PythonNumber.Repr(trainer.State.BestMetric ?? double.NaN)}).");
        trainer.Optimizer?.Eval();
        WeightsArtefact.Load(trainer.Model, folder, trainer.Messages);
    }

    /// <summary>With room for one checkpoint only the best is kept at the end.</summary>
    public void DeleteAllButBest()
    {
        if (trainer.Args.SaveTotalLimit == 1 && BestCheckpoint.Locate(trainer, trainer.State.BestModelCheckpoint, warn: false) is { } best)
        {
            Rotation.DeleteAllBut(RunFolder, best, files, trainer.Messages);
        }
    }

    private string SaveAs(bool isPending)
    {
        TrainerState state = trainer.State;
        trainer.StoreFlos();
        string folder = Path.Combine(RunFolder, CheckpointName.Of(state.GlobalStep));
        string staging = Path.Combine(RunFolder, CheckpointName.Saving(state.GlobalStep));
        NoteBest(folder);
        state.StatefulCallbacks = StatefulCallbacks.Collect(trainer.Handler.Callbacks, trainer.Control);
        try
        {
            WriteFiles(staging, isPending);
            MoveIntoPlace(staging, folder, state.GlobalStep);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Discard(staging);
            string kept = _newest is null ? "There is no earlier checkpoint." : $"The last good checkpoint is {_newest}.";
            throw new CheckpointException($"The checkpoint {folder} could not be saved: {exception.Message} {kept} Check the disk's free space and permissions.", exception);
        }

        _newest = folder;
        Rotation.DeleteOldest(RunFolder, trainer.Args.SaveTotalLimit, folder, state.BestModelCheckpoint, files, trainer.Messages);
        return folder;
    }

    private void WriteFiles(string staging, bool isPending)
    {
        if (Directory.Exists(staging))
        {
            files.DeleteDirectory(staging);
        }

        files.CreateDirectory(staging);
        trainer.WriteModel(staging);
        if (!trainer.Args.SaveOnlyModel)
        {
            files.Write(Path.Combine(staging, OptimizerArtefact.FileName), path => OptimizerArtefact.Save(trainer.Optimizer!, path));
            files.Write(Path.Combine(staging, SchedulerArtefact.FileName), path => SchedulerArtefact.Save(trainer.LrScheduler!, path));
            files.Write(Path.Combine(staging, RandomArtefact.FileName), path => _random.Save(trainer.Generator, trainer.Args.Seed, path));
        }

        files.WriteText(Path.Combine(staging, TrainerState.FileName), trainer.State.ToJsonText());
        files.WriteText(Path.Combine(staging, ProgressFile.FileName), Describe(isPending).ToText());
        files.WriteText(Path.Combine(staging, Manifest.FileName), Manifest.Describe(staging));
        files.FlushDirectory(staging);
    }

    private void MoveIntoPlace(string staging, string folder, int step)
    {
        string replaced = Path.Combine(RunFolder, CheckpointName.Replaced(step));
        if (Directory.Exists(folder))
        {
            if (Directory.Exists(replaced))
            {
                files.DeleteDirectory(replaced);
            }

            files.Rename(folder, replaced);
        }

        files.Rename(staging, folder);
        files.FlushDirectory(RunFolder);
        if (Directory.Exists(replaced))
        {
            files.DeleteDirectory(replaced);
        }
    }

    /// <summary>The best model's checkpoint is known as soon as there is one of its step.</summary>
    private void NoteBest(string folder)
    {
        TrainerState state = trainer.State;
        if (trainer.Args.SaveStrategy == SaveStrategy.No || state.BestGlobalStep is not (> 0 and { } bestStep))
        {
            return;
        }

        string best = Path.Combine(RunFolder, CheckpointName.Of(bestStep));
        if (best == folder || Directory.Exists(best))
        {
            state.BestModelCheckpoint = best;
        }
    }

    private ProgressFile Describe(bool isPending)
    {
        DateTimeOffset now = trainer.Clock.GetUtcNow();
        _run = _run.Length > 0 ? _run : now.ToString("O", CultureInfo.InvariantCulture);
        return new ProgressFile
        {
            Progress = trainer.Progress,
            Run = _run,
            SavedAt = now,
            Control = trainer.Control.State(),
            IsPending = isPending,
            Callbacks = StatefulCallbacks.Named(trainer.Handler.Callbacks),
        };
    }

    private void Discard(string staging)
    {
        try
        {
            if (Directory.Exists(staging))
            {
                files.DeleteDirectory(staging);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            trainer.Messages.Warning($"{staging} is unfinished and could not be deleted: {exception.Message}");
        }
    }
}
