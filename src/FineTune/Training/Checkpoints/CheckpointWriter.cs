namespace FineTune.Training;

/// <summary>
/// Writes a checkpoint so that it is complete or not there at all: into <c>.saving-N</c>, every file flushed to the disk, the list of them
/// with sizes and hashes last; then the folder gets its name, <c>checkpoint-N</c>. Whatever interrupts, those that were there before are
/// untouched. It may run on a thread of its own: it looks at nothing but what it is given.
/// </summary>
internal sealed class CheckpointWriter(string runFolder, ICheckpointFiles files, TrainerLog log)
{
    /// <summary>Writes a checkpoint.</summary>
    /// <param name="contents">What it holds.</param>
    /// <param name="lastGood">The folder of the last checkpoint that was saved, for the message, or null.</param>
    /// <exception cref="CheckpointException">It could not be saved; the message says why, and which is the last good one.</exception>
    public void Write(CheckpointContents contents, string? lastGood)
    {
        string folder = contents.Folder;
        string staging = Path.Combine(runFolder, CheckpointName.Saving(contents.Step));
        try
        {
            DiskSpace.Require(files, runFolder, contents.Bytes);
            WriteFiles(contents, staging);
            MoveIntoPlace(staging, folder, contents.Step);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Discard(staging);
            string kept = lastGood is null ? "There is no earlier checkpoint." : $"The last good checkpoint is {lastGood}.";
            throw new CheckpointException(
                $"The checkpoint {folder} could not be saved: {exception.Message} {kept} Check the disk's free space and permissions.", exception);
        }
    }

    private void WriteFiles(CheckpointContents contents, string staging)
    {
        if (Directory.Exists(staging))
        {
            files.DeleteDirectory(staging);
        }

        files.CreateDirectory(staging);
        contents.Write(files, staging);
        files.WriteText(Path.Combine(staging, Manifest.FileName), Manifest.Describe(staging));
        files.FlushDirectory(staging);
    }

    private void MoveIntoPlace(string staging, string folder, int step)
    {
        string replaced = Path.Combine(runFolder, CheckpointName.Replaced(step));
        if (Directory.Exists(folder))
        {
            if (Directory.Exists(replaced))
            {
                files.DeleteDirectory(replaced);
            }

            files.Rename(folder, replaced);
        }

        files.Rename(staging, folder);
        files.FlushDirectory(runFolder);
        if (Directory.Exists(replaced))
        {
            files.DeleteDirectory(replaced);
        }
    }

    private void Discard(string staging)
    {
        try
        {
            if (Directory.Exists(staging))
            {
                files.DeleteDirectory(staging);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.Warning(LogEvent.Checkpoint, $"{staging} is unfinished and could not be deleted: {exception.Message}");
        }
    }
}
