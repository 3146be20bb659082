namespace FineTune.Training;

/// <summary>Whether there is room on the disk.</summary>
internal static class DiskSpace
{
    /// <summary>What a checkpoint has beside its tensors: configuration, tokenizer, state, headers.</summary>
    public const long Margin = 4_000_000;

    /// <inheritdoc cref="Hub.DiskSpace.FreeAt"/>
    public static long? FreeAt(string folder) => Hub.DiskSpace.FreeAt(folder);

    /// <summary>Sees that so many bytes of tensors, and what goes with them, can be written.</summary>
    /// <exception cref="IOException">They cannot.</exception>
    public static void Require(ICheckpointFiles files, string folder, long bytes)
    {
        if (files.FreeSpace(folder) is { } free && free < bytes + Margin)
        {
            throw new IOException($"it needs {ByteSize.Text(bytes + Margin)}, but only {ByteSize.Text(free)} are free on the disk of {folder}.");
        }
    }
}
