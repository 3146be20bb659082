namespace FineTune.Training;

/// <summary>What the arguments of a resumed run have otherwise than those its checkpoint was saved with.</summary>
internal sealed class ResumedArguments
{
    private static readonly string[] s_batches = ["per_device_train_batch_size", "gradient_accumulation_steps", "dataloader_drop_last"];

    private readonly Dictionary<ArgumentEffect, List<string>> _changes = [];

    private ResumedArguments(TrainingArguments? before, TrainingArguments after, bool hasState)
    {
        if (before is null)
        {
            return;
        }

        TrainingArguments then = Before = before.Resolve();
        foreach (TrainingArgument argument in ArgumentTable.All.Where(argument => argument.Name != "hub_token"))
        {
            (string old, string now) = (JsonText.WriteLine(argument.Read(then)), JsonText.WriteLine(argument.Read(after)));
            if (old != now)
            {
                ArgumentEffect effect = ArgumentEffects.Of(argument.Name, then, after);
                effect = effect == ArgumentEffect.KeptInState && !hasState ? ArgumentEffect.Trajectory : effect;
                Group(effect).Add($"{argument.Name}: {old} -> {now}");
                KeepBatches &= !s_batches.Contains(argument.Name);
            }
        }
    }

    /// <summary>Gets the arguments the checkpoint was saved with; null where it does not say.</summary>
    public TrainingArguments? Before { get; }

    /// <summary>Gets whether the data are cut into batches as before, so that the position in them is the same.</summary>
    public bool KeepBatches { get; } = true;

    /// <summary>Compares; a checkpoint the reference wrote does not say what its arguments were.</summary>
    /// <param name="folder">The checkpoint's folder.</param>
    /// <param name="after">The arguments now.</param>
    public static ResumedArguments Of(string folder, TrainingArguments after)
    {
        string path = Path.Combine(folder, TrainingArguments.FileName);
        TrainingArguments? before = File.Exists(path) ? TrainingArguments.FromJson(File.ReadAllText(path)) : null;
        return new ResumedArguments(before, after, hasState: Checkpoint.HasOptimization(folder));
    }

    /// <summary>Says what changed, in groups.</summary>
    /// <exception cref="CheckpointException">Something did that cannot.</exception>
    public void Tell(string folder, TrainerLog log)
    {
        List<string> problems = [];
        if (Group(ArgumentEffect.Impossible) is { Count: > 0 } impossible)
        {
            problems.Add($"{folder} cannot be gone on from with other values of {string.Join("; ", impossible)}: the optimizer's state belongs to the old ones. " +
                "Set them back, or train from the beginning.");
        }

        if (Group(ArgumentEffect.KeptInState) is { Count: > 0 } kept)
        {
            problems.Add($"{folder} cannot be gone on from with other values of {string.Join("; ", kept)}: its optimizer and schedule would keep the old ones. " +
                "Set them back, or train a model that is loaded from that folder without resuming.");
        }

        if (problems.Count > 0)
        {
            throw new CheckpointException(string.Join(" ", problems));
        }

        if (Group(ArgumentEffect.Harmless) is { Count: > 0 } harmless)
        {
            log.Info(LogEvent.Settings, $"Changed since the checkpoint, without effect on what is computed: {string.Join("; ", harmless)}.");
        }

        if (Group(ArgumentEffect.Trajectory) is { Count: > 0 } altering)
        {
            log.Warning(LogEvent.Settings, $"Changed since the checkpoint, and it alters what is computed from here on: {string.Join("; ", altering)}.");
        }
    }

    private List<string> Group(ArgumentEffect effect)
    {
        if (!_changes.TryGetValue(effect, out List<string>? group))
        {
            _changes[effect] = group = [];
        }

        return group;
    }
}
