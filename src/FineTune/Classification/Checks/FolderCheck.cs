using System.Runtime.InteropServices;

namespace FineTune.Classification;

/// <summary>Whether a run can write into its folder, without writing anything.</summary>
internal static partial class FolderCheck
{
    private const int MayWriteAndEnter = 2 | 1;

    public static IEnumerable<Finding> Of(CheckedRun run)
    {
        if (run.Keeps && Problem(run.Args.OutputDir) is { } problem)
        {
            yield return Finding.Problem(problem);
        }
    }

    /// <summary>Gets the part of a path that is a file, or null when all of it is folders or can be made.</summary>
    public static string? FileAmong(string folder) => Above(folder).FirstOrDefault(File.Exists);

    /// <summary>Gets why nothing could be written into a folder, or could not be made where it will be; or null.</summary>
    public static string? Problem(string folder)
    {
        string? there = Above(folder).FirstOrDefault(Directory.Exists);
        return there is null || OperatingSystem.IsWindows() || Access(there, MayWriteAndEnter) == 0 ? null
            : $"--output_dir {folder} cannot be written: {there}: {Marshal.GetLastPInvokeErrorMessage()}. Name another folder, or change its permissions.";
    }

    private static IEnumerable<string> Above(string folder)
    {
        for (string? path = Path.GetFullPath(folder); path is not null; path = Path.GetDirectoryName(path))
        {
            yield return path;
        }
    }

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);
}
