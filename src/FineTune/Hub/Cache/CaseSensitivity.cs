using FineTune.IO;

namespace FineTune.Hub;

/// <summary>Whether a disk tells <c>a</c> from <c>A</c>.</summary>
internal static class CaseSensitivity
{
    /// <summary>Finds out by writing a file below a folder, which is made if need be.</summary>
    public static bool In(string folder)
    {
        Directory.CreateDirectory(folder);
        string probe = TemporaryName.Beside(Path.Combine(folder, ".case"));
        File.Create(probe).Dispose();
        try
        {
            return !File.Exists(Path.Combine(folder, Path.GetFileName(probe).ToUpperInvariant()));
        }
        finally
        {
            File.Delete(probe);
        }
    }
}
