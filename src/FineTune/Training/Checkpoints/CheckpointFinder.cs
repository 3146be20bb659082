namespace FineTune.Training;

/// <summary>Finds checkpoints that are complete. Damaged ones are named and left alone.</summary>
internal sealed class CheckpointFinder(Trainer trainer, ICheckpointFiles files)
{
    private string RunFolder => trainer.Args.OutputDir;

    /// <summary>Opens the newest complete checkpoint of the run.</summary>
    /// <exception cref="CheckpointException">There is none.</exception>
    public Checkpoint Newest(RandomArtefact random)
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
        throw new CheckpointException($"{found} in {RunFolder}, so that training cannot go on. Train without resuming, or name a checkpoint elsewhere.")
        {
            IsNoneFound = true,
        };
    }

    /// <summary>Opens a checkpoint.</summary>
    /// <exception cref="CheckpointException">It is not complete.</exception>
    public Checkpoint Open(string folder, RandomArtefact random)
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
