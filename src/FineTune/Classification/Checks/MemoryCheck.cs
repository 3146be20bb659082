using System.Globalization;
using FineTune.Terminal;

namespace FineTune.Classification;

/// <summary>Whether the memory that a run needs is there: physical, or what a container or <c>DOTNET_GCHeapHardLimit</c> leaves to the process.</summary>
internal static class MemoryCheck
{
    private const int BytesPerFloat = 4;

    /// <summary>Looks whether the weights alone fit, before anything is tokenized.</summary>
    public static IEnumerable<Finding> Of(CheckedRun run) => Of(about: 0, run);

    /// <summary>Looks whether a run fits whose longest row has so many tokens; that is known once its rows are tokenized.</summary>
    public static IEnumerable<string> Warnings(CheckedRun run, int longest) => Of(Estimate(run, longest), run).Where(finding => !finding.IsFatal).Select(finding => finding.Message);

    /// <summary>Gets about what a run needs at its peak, in bytes: weights, gradients, moments, and the activations of a batch whose rows have so many tokens.</summary>
    public static long Estimate(CheckedRun run, int longest)
    {
        bool trains = run.Steps is not null;
        return (run.Parameters * BytesPerFloat * (!trains ? 1 : run.Args.EmaDecay is null ? 4 : 5)) + ActivationBytes(run, longest, trains);
    }

    private static IEnumerable<Finding> Of(long about, CheckedRun run) =>
        Of(about, run.Parameters * BytesPerFloat, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, Swap());

    /// <summary>Compares what is needed with what there is.</summary>
    /// <param name="about">The estimate.</param>
    /// <param name="least">What the weights alone take, without which nothing goes.</param>
    /// <param name="available">What the process may use.</param>
    /// <param name="swap">What the system can put elsewhere.</param>
    public static IEnumerable<Finding> Of(long about, long least, long available, long swap)
    {
        if (available <= 0)
        {
            yield break;
        }

        string may = $"this process may use {ByteSize.Text(available)}";
        if (least > available + swap)
        {
            yield return Finding.Problem($"There is not the memory for the model: its weights alone take {ByteSize.Text(least)}, but {may} (the computer's, or the limit of its container or of "
                + "DOTNET_GCHeapHardLimit). Choose a smaller model, or raise the limit.");
        }
        else if (about > available)
        {
            yield return Finding.Warning($"The memory may not suffice: the run needs about {ByteSize.Text(about)}, but {may}. Take a smaller per_device_train_batch_size (with gradient_accumulation_steps) or "
                + "max_seq_length, activation_checkpointing, or a smaller model.");
        }
    }

    /// <summary>What forward keeps for backward: about sixteen hidden vectors and two intermediate ones a token and layer, and the scores.</summary>
    private static long ActivationBytes(CheckedRun run, int longest, bool trains)
    {
        PretrainedConfig config = run.Preparation.Config;
        long tokens = (long)(trains ? run.Args.TrainBatchSize : run.Args.EvalBatchSize) * longest;
        long layer = (tokens * config.HiddenSize * 16) + (tokens * longest * config.NumAttentionHeads);
        return BytesPerFloat * layer * (trains ? config.NumHiddenLayers : 1);
    }

    private static long Swap() =>
        ProcFile.Value("/proc/meminfo", "SwapFree") is { } text && long.TryParse(text.Replace(" kB", string.Empty, StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out long kilobytes)
            ? 1024 * kilobytes
            : 0;
}
