using FineTune.IO;

namespace FineTune.Hub;

/// <summary>Files that only their owner may read, from the moment they exist.</summary>
internal static class SecretFile
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Puts a text in a file's place as a whole: a reader finds the old one or the new one.</summary>
    public static void Write(string path, string text)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (OperatingSystem.IsWindows())
        {
            // The user's profile folder is closed to others as it is.
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, Owner | UnixFileMode.UserExecute);
        }

        WholeFile.WriteText(path, text, Owner);
    }
}
