namespace FineTune.IO;

/// <summary>Writes files that are there whole or not at all: under another name first, moved to their own when complete.</summary>
internal static class WholeFile
{
    private const int BufferBytes = 1 << 16;

    public static void Write(string path, Action<Stream> write)
    {
        string unfinished = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = new(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes))
            {
                write(stream);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
