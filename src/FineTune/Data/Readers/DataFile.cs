using System.Text;

namespace FineTune.Data;

/// <summary>Opens files of rows; a file may be packed (<see cref="Packing"/>), whatever its format.</summary>
internal static class DataFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>Gets the format that a file's ending says: that of <c>rows.csv.gz</c> is <c>.csv</c>.</summary>
    /// <exception cref="ArgumentException">It says none.</exception>
    public static DataFormat FormatOf(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return TryFormatOf(path) ?? throw DataError.UnknownExtension(path, Path.GetExtension(Packing.WithoutEnding(path)));
    }

    /// <summary>Gets the format that a file's ending says; null if it says none.</summary>
    public static DataFormat? TryFormatOf(string path) => FormatEndings.FormatOf(Path.GetExtension(Packing.WithoutEnding(path)).ToLowerInvariant());

    /// <summary>Opens a file as UTF-8 text (a byte order mark is passed over); reading something else throws.</summary>
    public static StreamReader Open(string path) => Text(ReadableFile.Local(path));

    /// <inheritdoc cref="Open"/>
    public static StreamReader Text(ReadableFile file) =>
        new(new Utf8Guard(file.Open(), file.Name), Encoding.UTF8, detectEncodingFromByteOrderMarks: false, BufferSize);

    /// <summary>Opens a file's content as it is read from start to end.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is packed in a way that is not supported.</exception>
    public static Stream OpenBytes(string path)
    {
        Require(path);
        return Packing.Unpack(path, new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.SequentialScan));
    }

    /// <exception cref="FileNotFoundException">There is no such file; the message names the nearest.</exception>
    public static void Require(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!File.Exists(path))
        {
            throw DataError.NoFile(path);
        }
    }

    /// <summary>Opens a file's content so that any part of it can be read; what is packed is unpacked to a temporary file first.</summary>
    /// <inheritdoc cref="OpenBytes"/>
    public static async Task<Stream> OpenSeekableAsync(string path, CancellationToken cancellationToken)
    {
        Stream content = OpenBytes(path);
        if (content.CanSeek)
        {
            return content;
        }

        await using (content.ConfigureAwait(false))
        {
            FileStream unpacked = new(
                Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
                FileMode.CreateNew,
                FileAccess.ReadWrite,
                FileShare.None,
                BufferSize,
                FileOptions.DeleteOnClose | FileOptions.Asynchronous);
            try
            {
                await content.CopyToAsync(unpacked, cancellationToken).ConfigureAwait(false);
                unpacked.Position = 0;
                return unpacked;
            }
            catch
            {
                await unpacked.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
    }
}
