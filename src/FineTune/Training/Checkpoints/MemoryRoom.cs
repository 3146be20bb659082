namespace FineTune.Training;

/// <summary>Whether there is memory for a copy of what is saved.</summary>
internal static class MemoryRoom
{
    public static bool IsThereFor(long bytes)
    {
        GCMemoryInfo memory = GC.GetGCMemoryInfo(GCKind.Any);
        return memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes > bytes;
    }
}
