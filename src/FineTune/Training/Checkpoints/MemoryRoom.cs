namespace FineTune.Training;

/// <summary>How much memory a checkpoint may take while it is written.</summary>
internal static class MemoryRoom
{
    private const long Little = 64_000_000;

    /// <summary>Gets how many bytes of a checkpoint may be copied: an eighth of a large one; none where memory is short.</summary>
    /// <param name="bytes">What the checkpoint holds.</param>
    /// <param name="ofAll">Whether all of it has to be copied, or waited for.</param>
    public static long ForCopies(long bytes, bool ofAll)
    {
        GCMemoryInfo memory = GC.GetGCMemoryInfo(GCKind.Any);
        long room = memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes;
        return room < bytes ? 0 : ofAll ? long.MaxValue : Math.Max(Little, bytes / 8);
    }
}
