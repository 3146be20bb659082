using System.Text;

namespace FineTune.IO;

/// <summary>Writes files that are there whole or not at all: under another name first, moved to their own when complete.</summary>
internal static class WholeFile
{
    private const int BufferBytes = 1 << 16;

    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="write">Writes what it shall hold.</param>
    /// <param name="mode">Who may do what with it, from the moment it exists. Default null: as the folder has it. Windows has no such thing.</param>
    /// <param name="throughLink">
    /// Whether what a link leads to (<c>/dev/stdout</c>) is written as it comes. Default false: the link is replaced, and what it leads to, which may
    /// belong to somebody else, stays as it is.
    /// </param>
    public static void Write(string path, Action<Stream> write, UnixFileMode? mode = null, bool throughLink = false)
    {
        if (throughLink && IsLink(path))
        {
            using FileStream target = OpenTarget(path);
            write(target);
            return;
        }

        string unfinished = TemporaryName.Beside(path);
        FileStream stream = Create(unfinished, mode);
        try
        {
            using (stream)
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

    /// <summary>
    /// Writes a file that may hold whole pages of zeros, as the untouched rows of a table's moments are: on file systems that know holes they take no room
    /// (on Windows they do, where a file must be marked for that).
    /// </summary>
    public static void WriteSparse(string path, Action<Stream> write) => Write(path, stream =>
    {
        SparseStream sparse = new(stream);
        write(sparse);
        sparse.Finish();
    });

    /// <inheritdoc cref="Write"/>
    public static async Task WriteAsync(string path, Func<Stream, Task> write, bool throughLink = false)
    {
        if (throughLink && IsLink(path))
        {
            FileStream target = OpenTarget(path);
            await using (target.ConfigureAwait(false))
            {
                await write(target).ConfigureAwait(false);
            }

            return;
        }

        string unfinished = TemporaryName.Beside(path);
        FileStream stream = Create(unfinished, mode: null);
        try
        {
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

    /// <summary>Writes a text (UTF-8), and makes its folder if need be.</summary>
    public static void WriteText(string path, string text, UnixFileMode? mode = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)), mode);
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static FileStream OpenTarget(string path) => new(path, FileMode.Create, FileAccess.Write, FileShare.Read, BufferBytes);

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
