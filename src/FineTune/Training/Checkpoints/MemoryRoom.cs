namespace FineTune.Training;

/// <summary>How much memory a checkpoint may take while it is written.</summary>
internal static class MemoryRoom
{
    private const long Little = 64_000_000;

    /// <summary>Gets whether all of a checkpoint has to be copied: an average takes the weights' place, or the optimizer evaluates other weights than it trains.</summary>
    public static bool CopiesAll(TrainingArguments args) =>
        args.EmaDecay is not null || args.Optim is OptimizerNames.ScheduleFreeAdamw or OptimizerNames.ScheduleFreeRadam or OptimizerNames.ScheduleFreeSgd;

    /// <summary>Gets how many bytes of a checkpoint are copied where there is memory for more: an eighth of a large one.</summary>
    public static long MostCopied(long bytes) => Math.Max(Little, bytes / 8);

    /// <summary>Gets how many bytes of a checkpoint may be copied; none where memory is short.</summary>
    /// <param name="bytes">What the checkpoint holds.</param>
    /// <param name="ofAll">Whether all of it has to be copied, or waited for.</param>
    public static long ForCopies(long bytes, bool ofAll)
    {
        GCMemoryInfo memory = GC.GetGCMemoryInfo(GCKind.Any);
        long room = memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes;
        return room < bytes ? 0 : ofAll ? long.MaxValue : MostCopied(bytes);
    }
}
