using FineTune.IO;

namespace FineTune.Hub;

/// <summary>The file that tells backup programs to leave a folder out, word for word as the reference writes it.</summary>
internal static class CacheDirectoryTag
{
    private const string Name = "CACHEDIR.TAG";

    private const string Text =
        "Signature: 8a477f597d28d172789f06886806bc55\n" +
        "# This file is a cache directory tag created by huggingface_hub.\n" +
        "# For information about cache directory tags, see:\n" +
        "#\thttps://bford.info/cachedir/\n";

    /// <summary>Writes the tag unless there is one; a folder that cannot be written to does without.</summary>
    public static void Ensure(string folder)
    {
        string path = Path.Combine(folder, Name);
        if (File.Exists(path))
        {
            return;
        }

        try
        {
            WholeFile.WriteText(path, Text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Only backups are the larger for it.
        }
    }

    /// <summary>Gets whether a file name of the cache's root is the tag's.</summary>
    public static bool Is(string fileName) => fileName == Name;
}
