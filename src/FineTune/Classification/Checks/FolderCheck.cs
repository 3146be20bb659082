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

    /// <summary>Gets why nothing could be written into a folder, or could not be made where it will be; or null.</summary>
    public static string? Problem(string folder)
    {
        string? there = FolderPath.Above(folder).FirstOrDefault(Directory.Exists);
        return there is null || OperatingSystem.IsWindows() || Access(there, MayWriteAndEnter) == 0 ? null
            : $"--output_dir {folder} cannot be written: {there}: {Marshal.GetLastPInvokeErrorMessage()}. Name another folder, or change its permissions.";
    }

    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);
}
