namespace FineTune.Training;

/// <summary>Finds checkpoints that are complete. Damaged ones are named and left alone.</summary>
internal sealed class CheckpointFinder(Trainer trainer, ICheckpointFiles files)
{
    private string RunFolder => trainer.Args.OutputDir;

    private ProcessGroup Processes => trainer.Processes;

    /// <summary>
    /// Finds the checkpoint to go on from: who saves looks, and all open what is there on all machines; that there is none, or none on one of them, they all
    /// know.
    /// </summary>
    /// <exception cref="CheckpointException">There is none that is complete.</exception>
    public Checkpoint Find(ResumeFrom resumeFrom, RandomArtefact random)
    {
        (Checkpoint? found, CheckpointException? none) = (null, null);
        try
        {
            found = trainer.Saves ? Look(resumeFrom, random) : null;
        }
        catch (CheckpointException exception) when (exception.IsNoneFound)
        {
            none = exception;
        }

        string[] reasons = Processes.GatherTexts(none?.NoneFound ?? string.Empty);
        string? reason = Array.Find(reasons, text => text.Length > 0);
        int newest = Processes.Gather(found?.State.GlobalStep ?? int.MaxValue).Min();
        string? folder = Processes.Share(found?.Folder);
        if (reason is not null && newest < int.MaxValue)
        {
            throw OneLacks(reasons, newest);
        }

        return reason is not null ? throw none ?? NoneFound(reason)
            : found?.State.GlobalStep == newest ? found
            : Open(trainer.Args.SaveOnEachNode ? resumeFrom.Folder ?? Path.Combine(RunFolder, CheckpointName.Of(newest)) : folder!, random);
    }


    /// <summary>Opens the newest complete checkpoint of the run.</summary>
    /// <exception cref="CheckpointException">There is none.</exception>
    private Checkpoint Newest(RandomArtefact random)
    {
        CleanUp();
        List<string> damaged = [];
        string[] others = [.. CheckpointOrder.OfOtherRuns(RunFolder)];
        if (others.Length > 0)
        {
            trainer.Messages.Warning(LogEvent.Checkpoint, $"{Names(others)} in {RunFolder}: of an earlier run, and passed over. Resume from one by naming its folder.");
        }

        foreach (string folder in CheckpointOrder.NewestFirst(RunFolder))
        {
            if (CheckpointCheck.Problem(trainer.Model, folder) is not { } problem)
            {
                return Read(folder, random);
            }

            damaged.Add($"{folder} ({problem})");
            trainer.Messages.Warning(LogEvent.Checkpoint, $"{folder} is not complete and was passed over: {problem}.");
        }

        string found = damaged.Count > 0 ? $"There is no complete checkpoint, only damaged ones: {string.Join("; ", damaged)},"
            : others.Length > 0 ? $"There is no checkpoint of this run (an earlier one left {Names(others)})"
            : "There is no checkpoint";
        throw NoneFound($"{found} in {RunFolder}");
    }

    /// <summary>Opens a checkpoint.</summary>
    /// <exception cref="CheckpointException">It is not complete.</exception>
    private Checkpoint Open(string folder, RandomArtefact random)
    {
        if (!Directory.Exists(folder))
        {
            throw new CheckpointException($"There is no folder {folder} to resume from. Name a checkpoint, such as {RunFolder}/checkpoint-500.");
        }

        return CheckpointCheck.Problem(trainer.Model, folder) is { } problem
            ? throw new CheckpointException($"{folder} cannot be resumed from: {problem}. Take another checkpoint.")
            : Read(folder, random);
    }

    /// <summary>Brings back what a crash left half replaced, and deletes what it left unfinished.</summary>
    public void CleanUp()
    {
        if (!Directory.Exists(RunFolder))
        {
            return;
        }

        foreach (string folder in Directory.EnumerateDirectories(RunFolder, ".*").ToArray())
        {
            if (CheckpointName.UnfinishedOf(folder) is not ({ } kind, var step))
            {
                continue;
            }

            string finished = Path.Combine(RunFolder, CheckpointName.Of(step));
            if (kind == "replaced" && !Directory.Exists(finished))
            {
                files.Rename(folder, finished);
            }
            else
            {
                files.DeleteDirectory(folder);
            }
        }
    }

    private Checkpoint Look(ResumeFrom resumeFrom, RandomArtefact random) => resumeFrom.Folder is { } folder ? Open(folder, random) : Newest(random);

    /// <summary>To begin anew would throw away what the other machines have.</summary>
    private CheckpointException OneLacks(string[] reasons, int newest)
    {
        Processes.EndsTogether = true; // All see it.
        int rank = Array.FindIndex(reasons, text => text.Length > 0);
        return new CheckpointException(
            $"The machine {Processes.Hosts[rank]} (rank {rank}) has nothing to go on from, and others have {CheckpointName.Of(newest)}: {reasons[rank]}. "
            + $"Copy {CheckpointName.Of(newest)} there from another machine, or train without resuming.");
    }

    private static CheckpointException NoneFound(string found) =>
        new($"{found}, so that training cannot go on. Train without resuming, or name a checkpoint elsewhere.") { NoneFound = found };

    private static string Names(IEnumerable<string> folders) => string.Join(", ", folders.Select(Path.GetFileName));

    private Checkpoint Read(string folder, RandomArtefact random)
    {
        TrainerState state = TrainerState.LoadFromJson(Path.Combine(folder, TrainerState.FileName));
        string extra = Path.Combine(folder, ProgressFile.FileName);
        if (!Manifest.Exists(folder))
        {
            trainer.Messages.Warning(LogEvent.Checkpoint, $"{folder} has no {Manifest.FileName}: it was read, but it could not be verified that nothing in it was changed.");
        }

        return new Checkpoint(folder, state, File.Exists(extra) ? ProgressFile.Parse(File.ReadAllText(extra)) : null, random);
    }
}
