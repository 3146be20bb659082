using System.Globalization;
using FineTune.Terminal;

namespace FineTune.Classification;

/// <summary>Whether the memory that a run needs is there: physical, or what a container or <c>DOTNET_GCHeapHardLimit</c> leaves to the process.</summary>
internal static class MemoryCheck
{
    /// <summary>Looks whether the weights alone fit, before anything is tokenized.</summary>
    public static IEnumerable<Finding> Of(CheckedRun run) => Of(about: 0, run);

    /// <summary>Looks whether a run fits, of which an estimate was made.</summary>
    public static IEnumerable<string> Warnings(CheckedRun run, MemoryEstimate estimate) => Of(estimate.Total, run).Where(finding => !finding.IsFatal).Select(finding => finding.Message);

    private static IEnumerable<Finding> Of(long about, CheckedRun run) =>
        Of(about, run.Parameters * sizeof(float), GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, Swap());

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

    private static long Swap() =>
        ProcFile.Value("/proc/meminfo", "SwapFree") is { } text && long.TryParse(text.Replace(" kB", string.Empty, StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out long kilobytes)
            ? 1024 * kilobytes
            : 0;
}
