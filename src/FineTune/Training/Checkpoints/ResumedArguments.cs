namespace FineTune.Training;

/// <summary>What the arguments of a resumed run have otherwise than those its checkpoint was saved with.</summary>
internal sealed class ResumedArguments
{
    private static readonly string[] s_batches = ["per_device_train_batch_size", "gradient_accumulation_steps", "dataloader_drop_last"];

    private readonly Dictionary<ArgumentEffect, List<string>> _changes = [];

    private readonly string? _otherProcesses;
    private readonly string? _otherStep;

    private ResumedArguments(TrainingArguments? before, TrainingArguments after, int processesBefore, int processes)
    {
        if (processesBefore != processes)
        {
            KeepBatches = false;
            _otherProcesses = $"saved by {processesBefore} process{(processesBefore == 1 ? string.Empty : "es")}, and gone on with by {processes}";
            _otherStep = before is null || after.IgnoreDataSkip ? null : OtherStep(before.Resolve(), after, processesBefore, processes);
        }

        if (before is null)
        {
            return;
        }

        TrainingArguments then = before.Resolve();
        foreach (TrainingArgument argument in ArgumentTable.All.Where(argument => argument.Name != "hub_token"))
        {
            (string old, string now) = (JsonText.WriteLine(argument.Read(then)), JsonText.WriteLine(argument.Read(after)));
            if (old != now)
            {
                Group(ArgumentEffects.Of(argument.Name)).Add($"{argument.Name}: {old} -> {now}");
                KeepBatches &= !s_batches.Contains(argument.Name);
            }
        }
    }

    /// <summary>Gets whether the data are cut into batches as before, so that the position in them is the same.</summary>
    public bool KeepBatches { get; } = true;

    /// <summary>Compares; a checkpoint the reference wrote does not say what its arguments were.</summary>
    /// <param name="folder">The checkpoint's folder.</param>
    /// <param name="after">The arguments now.</param>
    /// <param name="processesBefore">How many processes saved it.</param>
    /// <param name="processes">How many there are now.</param>
    public static ResumedArguments Of(string folder, TrainingArguments after, int processesBefore = 1, int processes = 1)
    {
        string path = Path.Combine(folder, TrainingArguments.FileName);
        return new ResumedArguments(File.Exists(path) ? TrainingArguments.FromJson(File.ReadAllText(path)) : null, after, processesBefore, processes);
    }

    /// <summary>Says what changed, in groups.</summary>
    /// <exception cref="CheckpointException">Something did that cannot.</exception>
    public void Tell(string folder, TrainerLog log)
    {
        if (Group(ArgumentEffect.Impossible) is { Count: > 0 } impossible)
        {
            throw new CheckpointException(
                $"{folder} cannot be gone on from with other values of {string.Join("; ", impossible)}: the optimizer's state belongs to the old ones. " +
                "Set them back, or train from the beginning.");
        }

        if (_otherStep is not null)
        {
            throw new CheckpointException($"{folder} was {_otherProcesses}: {_otherStep}");
        }

        if (_otherProcesses is not null)
        {
            log.Warning(LogEvent.Settings, $"{folder} was {_otherProcesses}: the rows of a step are the same, random numbers such as those of dropout are not.");
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

    /// <summary>What to say when an optimizer step would have another number of rows, so that the position in the data would be another.</summary>
    private static string? OtherStep(TrainingArguments then, TrainingArguments now, int processesBefore, int processes)
    {
        static long Rows(TrainingArguments args, int count) =>
            (long)args.PerDeviceTrainBatchSize * args.GradientAccumulationSteps * (args.AcceleratorConfig.SplitBatches ? 1 : count);
        (long before, long after) = (Rows(then, processesBefore), Rows(now, processes));
        return before == after ? null
            : $"a step had {before} rows then and would have {after} now, so that the position in the data and the schedule would be others. "
                + $"Choose per_device_train_batch_size and gradient_accumulation_steps whose product is {(before % processes == 0 ? $"{before / processes}" : $"{before} divided by the number of processes")}, "
                + "or set ignore_data_skip to go on at the beginning of the epoch.";
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
