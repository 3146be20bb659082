namespace FineTune.Training;

/// <summary>A checkpoint that was found to be complete.</summary>
internal sealed class Checkpoint
{
    private readonly RandomArtefact _random;

    public Checkpoint(string folder, TrainerState state, ProgressFile? extra, RandomArtefact random) =>
        (Folder, State, Extra, _random) = (folder, state, extra, random);

    /// <summary>Gets its folder.</summary>
    public string Folder { get; }

    /// <summary>Gets the Trainer's state in it.</summary>
    public TrainerState State { get; }

    /// <summary>Gets what it holds beyond the reference's files; null for one the reference wrote.</summary>
    public ProgressFile? Extra { get; }

    /// <summary>Gets how far the run was; null for one the reference wrote.</summary>
    public RunProgress? Progress => Extra?.Progress;

    /// <summary>Gets whether a checkpoint holds the state of optimizer and schedule.</summary>
    public static bool HasOptimization(string folder) =>
        File.Exists(Path.Combine(folder, OptimizerArtefact.FileName)) && File.Exists(Path.Combine(folder, SchedulerArtefact.FileName));

    /// <summary>Reads its state again, which a run that went on from it has changed.</summary>
    /// <exception cref="CheckpointException">It is gone.</exception>
    public Checkpoint Again() => Directory.Exists(Folder)
        ? new Checkpoint(Folder, TrainerState.LoadFromJson(Path.Combine(Folder, TrainerState.FileName)), Extra, _random)
        : throw new CheckpointException($"Training cannot start again from {Folder}: save_total_limit deleted it. Resume with a smaller per_device_train_batch_size.");

    /// <summary>Copies its weights into the model.</summary>
    public void LoadWeights(Trainer trainer) => Guard("weights", () => WeightsArtefact.Load(trainer.Model, Folder, trainer.Messages));

    /// <summary>Copies the weights that are trained, where those of its model are their average.</summary>
    /// <returns>Whether it has them.</returns>
    public bool LoadTrainedWeights(Trainer trainer)
    {
        bool has = false;
        Guard(TrainedWeightsArtefact.FileName, () => has = TrainedWeightsArtefact.Load(trainer.Model, Folder));
        return has;
    }

    /// <summary>Copies the state of optimizer and schedule.</summary>
    public void LoadOptimization(Trainer trainer)
    {
        if (!HasOptimization(Folder))
        {
            trainer.Messages.Warning(LogEvent.Checkpoint, $"{Folder} holds no {OptimizerArtefact.FileName} and {SchedulerArtefact.FileName} (save_only_model): the optimizer starts anew.");
            return;
        }

        KeptSettings settings = new(trainer.Optimizer!);
        Guard(OptimizerArtefact.FileName, () => OptimizerArtefact.Load(trainer.Optimizer!, Path.Combine(Folder, OptimizerArtefact.FileName)));
        Guard(SchedulerArtefact.FileName, () => SchedulerArtefact.Load(trainer.LrScheduler!, Path.Combine(Folder, SchedulerArtefact.FileName)));
        if (Extra is null && settings.Differences().ToArray() is { Length: > 0 } kept)
        {
            trainer.Messages.Warning(
                LogEvent.Settings, $"{Folder} keeps its own settings, as in the reference, which wrote it: {string.Join("; ", kept)}. To train with others, load the model from it without resuming.");
        }
    }

    /// <summary>Makes the Trainer's state that of the checkpoint.</summary>
    public ResumePoint TakeOver(Trainer trainer, TrainingPlan plan)
    {
        (int epoch, int batches) = plan.PositionAfter(State.GlobalStep);
        TrainingArguments args = trainer.Args;
        ResumedArguments changes = ResumedArguments.Of(Folder, args);
        changes.Tell(Folder, trainer.Messages);
        bool sameProcesses = ProcessesIn() == trainer.Processes.Size;
        if (!sameProcesses)
        {
            new OtherProcesses(changes.Before, ProcessesIn(), args, trainer.Processes.Size, plan).Tell(Folder, State, Progress, trainer.Messages);
        }

        State.ComputeStepsAgain(args, changes.Before, plan.MaxSteps);
        State.BestModelCheckpoint = BestCheckpoint.Locate(trainer, State.BestModelCheckpoint, warn: true);
        trainer.SetState(State);
        trainer.Progress = Progress is { } progress
            ? changes.KeepBatches && sameProcesses ? progress with { } : progress with { Epoch = epoch, BatchesInEpoch = batches, IsEpochOver = false, EpochRandom = null }
            : new RunProgress { Epoch = epoch, BatchesInEpoch = batches, LastLoggedStep = State.GlobalStep };
        if (args.IgnoreDataSkip && !trainer.Progress.IsEpochOver && trainer.Progress.BatchesInEpoch < plan.StepsInEpoch) // An epoch without a batch left is not begun again.
        {
            trainer.Progress.BatchesInEpoch = 0;
        }

        bool sameCallbacks = !args.RestoreCallbackStatesFromCheckpoint
            || StatefulCallbacks.Restore(trainer.Handler.Callbacks, Extra?.Callbacks ?? StatefulCallbacks.Named(State.StatefulCallbacks), trainer.Messages);
        return new ResumePoint
        {
            GlobalStep = State.GlobalStep,
            MaxSteps = State.MaxSteps,
            RandomState = LoadRandom(trainer),
            PendingControl = Extra is { IsPending: true } ? Extra.Control : null,
            StopsEpoch = Extra?.Control.Args["should_epoch_stop"]?.GetValue<bool>() ?? false,
            IsStopped = sameCallbacks && (Progress?.IsStopped ?? false),
        };
    }

    /// <summary>How many processes saved it; the reference's tell by their random numbers.</summary>
    private int ProcessesIn() => Extra?.Processes ?? Math.Max(1, Directory.EnumerateFiles(Folder, RandomArtefact.Prefix + "_*.pth").Count());

    private byte[]? LoadRandom(Trainer trainer)
    {
        string name = RandomArtefact.NameFor(trainer.Processes, trainer.Processes.Rank);
        string path = Path.Combine(Folder, name);
        if (!File.Exists(path))
        {
            trainer.Messages.Info(LogEvent.Checkpoint, $"{Folder} holds no {name}: random numbers go on from the seed, so that the run will not be the same.");
            return null;
        }

        byte[]? state = null;
        Guard(name, () => state = _random.Load(path));
        return state;
    }

    private void Guard(string what, Action load)
    {
        try
        {
            load();
        }
        catch (Exception exception) when (exception is IOException or FormatException or ArgumentException or InvalidOperationException)
        {
            throw new CheckpointException($"{Folder} does not belong to this model and these arguments, or is damaged ({what}): {exception.Message}", exception);
        }
    }
}
