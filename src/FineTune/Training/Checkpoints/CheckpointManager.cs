namespace FineTune.Training;

/// <summary>
/// Saves checkpoints while training goes on, finds the newest good one, and deletes those there is no room for. Only one is written at a
/// time: the next waits for it, and so does whatever looks at the folders.
/// </summary>
internal sealed class CheckpointManager(Trainer trainer, ICheckpointFiles files)
{
    private readonly RandomArtefact _random = new();
    private readonly CheckpointFinder _finder = new(trainer, files);
    private readonly RunJournal _journal = new(trainer, files);
    private byte[][]? _randomOfAll;
    private string? _newest;
    private BackgroundSave? _pending;
    private readonly List<string> _saved = [];
    private string? _begunFrom;
    private bool _hasBegun;
    private long _bytesEach;

    private string RunFolder => trainer.Args.OutputDir;

    private ProcessGroup Processes => trainer.Processes;

    /// <summary>Finds the checkpoint to go on from.</summary>
    /// <exception cref="CheckpointException">There is none that is complete.</exception>
    public Checkpoint Find(ResumeFrom resumeFrom)
    {
        Checkpoint found = _finder.Find(resumeFrom, _random);
        trainer.Messages.Info(LogEvent.RunResumes, $"Going on from {found.Folder}.");
        _newest = found.Folder;
        return found;
    }

    /// <summary>Looks at what the run begins with, before a checkpoint's weights are loaded; nothing is written.</summary>
    /// <param name="found">The checkpoint it goes on from, or null for a new run.</param>
    /// <param name="isNewest">Whether that was looked for as the newest of the folder's run.</param>
    public void Prepare(Checkpoint? found, bool isNewest)
    {
        Processes.Barrier(); // Everybody has looked at the folder.
        if (!trainer.Saves)
        {
            return;
        }

        (_hasBegun, _begunFrom, _newest) = (false, found?.Folder, found is null ? null : _newest);
        _journal.Prepare(found, isNewest);
    }

    /// <summary>
    /// Makes the folder that of this run, before its first step and when nothing that could be wrong with its arguments is left: what an earlier run left
    /// there can be gone on with until then. Further attempts to train change nothing.
    /// </summary>
    /// <exception cref="CheckpointException">The folder cannot be written.</exception>
    public void Begin()
    {
        if (trainer.Saves && !_hasBegun)
        {
            _journal.Begin();
            _hasBegun = true;
        }
    }

    /// <summary>Says what the checkpoints will take on the disk, and sees that there is room.</summary>
    /// <exception cref="CheckpointException">Not even the first would fit.</exception>
    public void CheckSpace(TrainingPlan plan)
    {
        if (!trainer.Saves)
        {
            return;
        }

        DiskNeed need = DiskNeed.For(
            trainer.Args, plan, trainer.Model.Parameters().Sum(parameter => (long)parameter.Length), trainer.GetNumTrainableParameters(),
            _begunFrom is null ? default : CheckpointOrder.Saved(RunFolder) with { Step = trainer.State.GlobalStep });
        _bytesEach = need.BytesEach;
        if (need.Checkpoints == 0)
        {
            return;
        }

        long? free = files.FreeSpace(RunFolder);
        trainer.Messages.Info(LogEvent.RunBegins, $"  Disk = {need}{(free is null ? string.Empty : $" ({ByteSize.Text(free.Value)} free)")}");
        DiskShortage? shortage = need.Shortage(RunFolder, free);
        if (shortage is not null && _begunFrom is null)
        {
            _finder.CleanUp(); // What a save left that a full disk broke off.
            shortage = need.Shortage(RunFolder, files.FreeSpace(RunFolder));
        }

        if (shortage is { IsFatal: true })
        {
            throw new CheckpointException(shortage.Message);
        }

        if (shortage is not null)
        {
            trainer.Messages.Warning(LogEvent.Checkpoint, shortage.Message);
        }
    }

    /// <summary>Deletes what an attempt to train saved that is given up.</summary>
    public void Discard()
    {
        Settle();
        _newest = _begunFrom;
        foreach (string folder in _saved.Distinct())
        {
            try
            {
                if (Directory.Exists(folder))
                {
                    files.DeleteDirectory(folder);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                trainer.Messages.Warning(LogEvent.Checkpoint, $"{folder}, of an attempt that was given up, could not be deleted: {exception.Message}");
            }
        }

        _saved.Clear();
    }

    /// <summary>Gets the folder of the newest checkpoint of this run, or null.</summary>
    public string? NewestFolder()
    {
        Settle();
        return _newest;
    }

    /// <summary>Saves a checkpoint of the present state, and deletes those there is no room for. It may be written while training goes on.</summary>
    /// <exception cref="CheckpointException">The one before could not be saved.</exception>
    public void Save()
    {
        CollectRandom();
        if (!trainer.Saves)
        {
            Follow();
            return;
        }

        Wait();
        bool changesElsewhere = WeightsMayChangeElsewhere;
        KeptTensors kept = new(MemoryRoom.ForCopies(_bytesEach, ofAll: changesElsewhere));
        CheckpointContents contents = Take(isPending: false, kept);
        QueuedMessages messages = new();
        _pending = new BackgroundSave(contents, kept, Writer(contents, new TrainerLog(messages, TrainerLogLevel.Detail), trainer.PushOfCheckpoint()), messages);
        if (changesElsewhere)
        {
            KeepWeights();
        }
    }

    /// <summary>Sees that the weights and the optimizer's tensors may change: a checkpoint that is being written holds them as they are.</summary>
    public void KeepWeights() => _pending?.Kept.Keep();

    /// <summary>Saves a checkpoint of an interrupted run, and waits for it.</summary>
    /// <returns>Its folder.</returns>
    public string SaveInterrupted(bool isPending)
    {
        CollectRandom();
        Settle();
        string folder = trainer.Saves ? SaveNow(isPending) : Follow();
        Processes.Barrier(); // Launchers end all when one has ended.
        return folder;
    }

    /// <summary>Takes note of a checkpoint whose writing has ended in the meantime.</summary>
    /// <exception cref="CheckpointException">It could not be saved.</exception>
    public void Observe()
    {
        if (_pending is { IsOver: true })
        {
            Wait();
        }
    }

    /// <summary>Waits until nothing is being written.</summary>
    /// <exception cref="CheckpointException">The checkpoint could not be saved.</exception>
    public void Wait()
    {
        if (_pending is { } pending)
        {
            _pending = null;
            pending.Wait(trainer.Messages);
            _newest = pending.Contents.Folder;
        }
    }

    /// <summary>Waits until nothing is being written; a failure is only a warning, since something else is being reported.</summary>
    public void Settle()
    {
        try
        {
            Wait();
        }
        catch (CheckpointException exception)
        {
            trainer.Messages.Warning(LogEvent.Checkpoint, exception.Message);
        }
    }

    /// <summary>Loads the weights of the best checkpoint, if the arguments ask for it and there is one.</summary>
    public void LoadBestModel()
    {
        if (!trainer.Args.LoadBestModelAtEnd)
        {
            return;
        }

        if (Processes.IsMain)
        {
            BestCheckpoint.Load(trainer);
        }

        trainer.State.BestModelCheckpoint = Processes.Share(trainer.State.BestModelCheckpoint);
        JobAgreement.ShareWeights(trainer);
    }

    /// <summary>With room for one checkpoint only the best is kept at the end.</summary>
    public void DeleteAllButBest()
    {
        if (trainer.Saves && trainer.Args.SaveTotalLimit == 1 && BestCheckpoint.Locate(trainer, trainer.State.BestModelCheckpoint, warn: false) is { } best)
        {
            Rotation.DeleteAllBut(RunFolder, best, files, trainer.Messages);
        }
    }

    /// <summary>Notes that the run is over before its last step.</summary>
    /// <exception cref="CheckpointException">It cannot be noted.</exception>
    public void EndEarly()
    {
        if (trainer.Saves)
        {
            _journal.EndEarly();
        }
    }

    /// <summary>Collects the random numbers of all processes for the checkpoint that the main one writes.</summary>
    private void CollectRandom() => _randomOfAll = Processes.IsAlone || trainer.Args.SaveOnlyModel ? null : _random.Collect(trainer);

    /// <summary>Takes note of a checkpoint that the main process writes.</summary>
    private string Follow()
    {
        trainer.StoreFlos();
        return _newest = Path.Combine(RunFolder, CheckpointName.Of(trainer.State.GlobalStep));
    }

    private string SaveNow(bool isPending)
    {
        CheckpointContents contents = Take(isPending);
        Writer(contents, trainer.Messages, push: null)();
        return _newest = contents.Folder;
    }

    /// <summary>
    /// Gets whether anything but the optimizer's step may change what a checkpoint holds: what the arguments ask for, or code or an optimizer of the
    /// caller's own. What an evaluation calls is not asked: it begins with <see cref="KeepWeights"/>.
    /// </summary>
    private bool WeightsMayChangeElsewhere => MemoryRoom.CopiesAll(trainer.Args) || trainer.Optimizer is ScheduleFreeOptimizer || trainer.ComputeLossFunc is not null
        || trainer.Handler.Callbacks.Cast<object>().Append(trainer).Append(trainer.Optimizer!).Concat(trainer.Model.NamedModules().Select(module => module.Module))
            .Any(part => part.GetType().Assembly != typeof(Trainer).Assembly && part.GetType().Assembly != typeof(Optimizer).Assembly);

    private CheckpointContents Take(bool isPending, KeptTensors? kept = null)
    {
        TrainerState state = trainer.State;
        trainer.StoreFlos();
        string folder = Path.Combine(RunFolder, CheckpointName.Of(state.GlobalStep));
        NoteBest(folder);
        state.StatefulCallbacks = StatefulCallbacks.Collect(trainer.Handler.Callbacks, trainer.Control);
        _saved.Add(folder);
        CheckpointContents contents = new(folder, kept);
        trainer.AddModelTo(contents);
        if (!trainer.Args.SaveOnlyModel)
        {
            if (trainer.Average is { } average)
            {
                contents.Add(TrainedWeightsArtefact.FileName, take => TrainedWeightsArtefact.Take(average, take));
            }

            contents.Add(OptimizerArtefact.FileName, take => OptimizerArtefact.Take(trainer.Optimizer!, take));
            contents.Add(SchedulerArtefact.FileName, take => SchedulerArtefact.Take(trainer.LrScheduler!, take));
            AddRandom(contents);
        }

        contents.AddText(TrainerState.FileName, state.ToJsonText());
        contents.AddText(ProgressFile.FileName, Describe(isPending).ToText());
        return contents;
    }

    private void AddRandom(CheckpointContents contents)
    {
        if (_randomOfAll is not { } all)
        {
            contents.Add(RandomArtefact.FileName, _ => _random.Take(trainer.Generator, trainer.Args.Seed));
            return;
        }

        for (int rank = 0; rank < all.Length; rank++)
        {
            byte[] bytes = all[rank];
            contents.Add(RandomArtefact.NameFor(Processes, rank), _ => path => File.WriteAllBytes(path, bytes));
        }
    }

    /// <summary>Gets what writes a checkpoint, has it pushed, and then deletes those there is no room for.</summary>
    private Action Writer(CheckpointContents contents, TrainerLog log, Action<string>? push)
    {
        CheckpointWriter writer = new(RunFolder, files, log);
        (string? lastGood, int? limit) = (_newest, trainer.Args.SaveTotalLimit);
        string?[] kept = [trainer.State.BestModelCheckpoint, trainer.Args.AutoFindBatchSize ? _begunFrom : null];
        return () =>
        {
            writer.Write(contents, lastGood);
            push?.Invoke(contents.Folder);
            Rotation.DeleteOldest(RunFolder, limit, contents.Folder, [.. kept.OfType<string>()], files, log);
        };
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

    private ProgressFile Describe(bool isPending) => new()
    {
        Progress = trainer.Progress,
        Run = _journal.Run,
        SavedAt = trainer.Clock.GetUtcNow(),
        Control = trainer.Control.State(),
        IsPending = isPending,
        Processes = Processes.Size,
        Callbacks = StatefulCallbacks.Named(trainer.Handler.Callbacks),
    };
}
