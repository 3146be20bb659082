namespace FineTune.Classification;

/// <summary>Whether the memory that a run needs is there: physical, or what a container or <c>DOTNET_GCHeapHardLimit</c> leaves to the process.</summary>
internal static class MemoryCheck
{
    private const int BytesPerFloat = 4;

    public static IEnumerable<Finding> Of(CheckedRun run) =>
        Of(Estimate(run), run.Parameters * BytesPerFloat, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, Swap());

    /// <summary>Gets about what a run needs at its peak, in bytes: weights, gradients, moments, and the activations of a batch of the longest rows there may be.</summary>
    public static long Estimate(CheckedRun run) => Estimate(run, run.Preparation.Run.PadToMaxLength ? run.Preparation.MaxLength : 1);

    /// <summary>Gets about what a run needs at its peak when its longest row has so many tokens.</summary>
    public static long Estimate(CheckedRun run, int longest)
    {
        bool trains = run.Steps is not null;
        return (run.Parameters * BytesPerFloat * (!trains ? 1 : run.Args.EmaDecay is null ? 4 : 5)) + ActivationBytes(run, longest, trains);
    }

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

    private static long Swap()
    {
        const string Key = "SwapFree:";
        try
        {
            string? line = OperatingSystem.IsLinux() ? File.ReadLines("/proc/meminfo").FirstOrDefault(text => text.StartsWith(Key, StringComparison.Ordinal)) : null;
            return line is null ? 0 : 1024 * long.Parse(line[Key.Length..].Replace("kB", string.Empty, StringComparison.Ordinal).Trim(), System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return 0;
        }
    }
}
