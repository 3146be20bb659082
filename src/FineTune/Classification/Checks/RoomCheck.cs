using FineTune.Training;

namespace FineTune.Classification;

/// <summary>Whether all that a run writes fits the disk: checkpoints that lie there at the same time, copies that wait to be pushed, and the model at the end.</summary>
internal static class RoomCheck
{
    /// <summary>About what tokenizer.json has for a token.</summary>
    private const int BytesPerToken = 24;

    /// <summary>Configuration, arguments, results, model card, headers.</summary>
    private const int Rest = 65_536;

    public static IEnumerable<Finding> Of(CheckedRun run) => run.Keeps && run.Steps is { } steps
        ? Of(run, run.CheckpointsOf(steps), DiskSpace.FreeAt(run.Args.OutputDir))
        : [];

    /// <summary>Gets the size of the model that is saved at the end, with its tokenizer.</summary>
    public static long ModelBytes(long parameters, int tokens) => (parameters * sizeof(float)) + ((long)tokens * BytesPerToken) + Rest;

    /// <summary>Gets what copies of the model take that were deleted in the run's folder and are still to be pushed.</summary>
    public static long PendingBytes(TrainingArguments args, long model) =>
        args is { PushToHub: true, SaveTotalLimit: > 0 } and not { HubStrategy: HubStrategy.End } ? 2 * model : 0;

    /// <summary>Gets what a run leaves on the disk and keeps there meanwhile: checkpoints, copies to be pushed, and the model at the end.</summary>
    public static long Total(CheckedRun run, DiskNeed checkpoints) => checkpoints.Total + ModelOf(run) + PendingBytes(run.Args, ModelOf(run));

    private static long ModelOf(CheckedRun run) => ModelBytes(run.Parameters, run.Preparation.Tokenizer.Length);

    private static IEnumerable<Finding> Of(CheckedRun run, DiskNeed checkpoints, long? free)
    {
        long model = ModelOf(run);
        return Of(run.Args.OutputDir, checkpoints, model, PendingBytes(run.Args, model), free)
            .Where(finding => finding.IsFatal || run.IsPlan);
    }

    /// <summary>Compares what is needed with what is free.</summary>
    /// <param name="folder">Where it is written.</param>
    /// <param name="checkpoints">What checkpoints need.</param>
    /// <param name="model">What the model at the end needs.</param>
    /// <param name="pending">What is kept until it is pushed.</param>
    /// <param name="free">The free bytes, or null when not known.</param>
    public static IEnumerable<Finding> Of(string folder, DiskNeed checkpoints, long model, long pending, long? free)
    {
        long one = checkpoints.Checkpoints == 0 ? 0 : checkpoints.BytesEach - DiskSpace.Margin;
        if (free is not { } bytes)
        {
            yield break;
        }

        if (bytes < model)
        {
            yield return Finding.Problem($"There is no room for the model in {folder}: it needs {ByteSize.Text(model)} when it is saved at the end, but only {ByteSize.Text(bytes)} are free. "
                + "Free some space, or name another output_dir.");
        }
        else if (checkpoints.Shortage(folder, bytes) is { IsFatal: true } shortage)
        {
            yield return Finding.Problem(shortage.Message);
        }
        else if (bytes < model + one)
        {
            yield return Finding.Problem($"There is no room for a checkpoint and the model in {folder}: they need {ByteSize.Text(one)} and, at the end, {ByteSize.Text(model)}, "
                + $"but only {ByteSize.Text(bytes)} are free. Free some space, name another output_dir, or train without checkpoints (save_strategy no).");
        }
        else if (bytes < model + checkpoints.Total + pending)
        {
            yield return Finding.Warning(checkpoints.Shortage(folder, bytes - model - pending) is { IsFatal: false } few ? few.Message
                : $"The disk of {folder} may fill up: the model at the end{(pending > 0 ? " and copies that wait to be pushed need" : " needs")} {ByteSize.Text(model + pending)}"
                + $"{(one > 0 ? $", and there will be {checkpoints}" : string.Empty)}, "
                + $"but only {ByteSize.Text(bytes)} are free. Free some space, or name another output_dir.");
        }
    }
}
