using FineTune.Hub;
using Microsoft.Extensions.Logging;

namespace FineTune.Training;

/// <summary>
/// What a push reads: <c>.hub-push/N</c> in the run's folder, with the files as they were when it was asked for, so that the run may go on
/// changing its folder. Files that are never changed in place are second names of the same bytes and take neither time nor room.
/// </summary>
internal static class PushFolder
{
    public const string Name = ".hub-push";

    /// <summary>
    /// Patterns of what a run's folder holds beside the model: checkpoints and what begins with an underscore, as the reference leaves them out, what is
    /// being written, deleted or pushed, and what the run knows of this machine.
    /// </summary>
    public static readonly IReadOnlyList<string> LeftOut =
        ["_*", CheckpointName.Prefix + "*", ".saving-*", ".replaced-*", ".deleting-*", Name + "/*", RunLock.Pattern, RunRecord.FileName];

    private const string Model = "model";
    private const string Checkpoint = "checkpoint";

    /// <summary>What of a checkpoint is not the model but the run.</summary>
    private static readonly string[] s_ofTheRun =
    [
        OptimizerArtefact.FileName, SchedulerArtefact.FileName, RandomArtefact.FileName, TrainedWeightsArtefact.FileName, TrainerState.FileName,
        ProgressFile.FileName, Manifest.FileName,
    ];

    /// <summary>Whether a folder is that of a run: it holds what a run writes there, or a checkpoint.</summary>
    public static bool IsOfRun(string folder) =>
        new[] { TrainerState.FileName, RunRecord.FileName, TrainingArguments.FileName }.Any(name => File.Exists(Path.Combine(folder, name)))
        || Directory.EnumerateDirectories(folder, CheckpointName.Prefix + "*").Any(checkpoint => File.Exists(Path.Combine(checkpoint, TrainerState.FileName)));

    /// <summary>Takes what belongs into the repository: the run's folder, and over it the model of a checkpoint.</summary>
    /// <param name="runFolder">The run's folder; nothing in it is changed.</param>
    /// <param name="number">The push's number, which no other of the run has.</param>
    /// <param name="checkpoint">The folder of the checkpoint, or null for what lies in the run's folder.</param>
    /// <param name="withCheckpoint">Whether all of the checkpoint is taken as well.</param>
    /// <param name="logger">Is told of links that lead out of the run's folder and are left out.</param>
    /// <returns>The push's folder, that of the model's files, and that of the checkpoint's.</returns>
    public static (string Folder, string Model, string Checkpoint) Take(string runFolder, int number, string? checkpoint, bool withCheckpoint, ILogger? logger = null)
    {
        string folder = Path.Combine(runFolder, Name, number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        (string model, string whole) = (Path.Combine(folder, Model), Path.Combine(folder, Checkpoint));
        try
        {
            Directory.CreateDirectory(model);
            foreach ((string path, string file) in FolderFiles.Find(runFolder, new RepoFilter(null, LeftOut), logger))
            {
                TakeFile(file, Path.Combine(model, path));
            }

            if (checkpoint is not null)
            {
                TakeFiles(checkpoint, model, name => !s_ofTheRun.Contains(name) && !name.StartsWith(RandomArtefact.Prefix, StringComparison.Ordinal));
                TakeFiles(checkpoint, whole, _ => withCheckpoint);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // On a full disk half a copy would be in everybody's way.
            Delete(folder);
            throw;
        }

        return (folder, model, whole);
    }

    /// <summary>Deletes what an earlier process left.</summary>
    public static void DeleteLeftovers(string runFolder, ICheckpointFiles files)
    {
        string all = Path.Combine(runFolder, Name);
        if (Directory.Exists(all))
        {
            files.DeleteDirectory(all);
        }
    }

    /// <summary>Deletes a push's folder.</summary>
    public static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody looks into it. What stays is deleted when the next run begins.
        }
    }

    /// <summary>Deletes the folder around those of pushes when none is left in it.</summary>
    public static void DeleteIfEmpty(string runFolder)
    {
        string all = Path.Combine(runFolder, Name);
        if (Directory.Exists(all) && !Directory.EnumerateFileSystemEntries(all).Any())
        {
            Directory.Delete(all);
        }
    }

    private static void TakeFiles(string from, string to, Func<string, bool> isWanted)
    {
        foreach (string file in Directory.EnumerateFiles(from).Where(file => isWanted(Path.GetFileName(file))).ToArray())
        {
            Directory.CreateDirectory(to);
            string target = Path.Combine(to, Path.GetFileName(file));
            File.Delete(target);
            SecondName.GiveOrCopy(file, target);
        }
    }

    /// <summary>Weights are replaced as a whole and never written into; a log or a text may be.</summary>
    private static void TakeFile(string file, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        try
        {
            if (Path.GetExtension(file) is ".safetensors" or ".bin" or ".pt")
            {
                SecondName.GiveOrCopy(file, to);
            }
            else
            {
                File.Copy(file, to);
            }
        }
        catch (FileNotFoundException)
        {
            // It was there a moment ago: a log that was begun anew, or a temporary file.
        }
    }
}
