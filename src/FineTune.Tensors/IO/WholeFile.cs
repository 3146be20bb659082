namespace FineTune.IO;

/// <summary>Writes files that are there whole or not at all: under another name first, moved to their own when complete.</summary>
internal static class WholeFile
{
    private const int BufferBytes = 1 << 16;

    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="write">Writes what it shall hold.</param>
    /// <param name="mode">Who may do what with it, from the moment it exists. Default null: as the folder has it. Windows has no such thing.</param>
    public static void Write(string path, Action<Stream> write, UnixFileMode? mode = null)
    {
        string unfinished = Unfinished(path);
        try
        {
            using (FileStream stream = Create(unfinished, mode))
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

    /// <summary>Writes a file whose pages of zeros, which the untouched rows of a table's moments are, take no room on the disk.</summary>
    public static void WriteSparse(string path, Action<Stream> write) => Write(path, stream =>
    {
        SparseStream sparse = new(stream);
        write(sparse);
        sparse.Finish();
    });

    /// <inheritdoc cref="Write"/>
    public static async Task WriteAsync(string path, Func<Stream, Task> write)
    {
        string unfinished = Unfinished(path);
        try
        {
            FileStream stream = Create(unfinished, mode: null);
            await using (stream.ConfigureAwait(false))
            {
                await write(stream).ConfigureAwait(false);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>The form of name that the reference's client of the Hub has for such files.</summary>
    private static string Unfinished(string path) => $"{path}.{Guid.NewGuid().ToString("N")[..8]}.tmp";

    private static FileStream Create(string path, UnixFileMode? mode)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = BufferBytes };
        if (mode is not null && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        return new FileStream(path, options);
    }
}
