using System.Text;

namespace FineTune.Data;

/// <summary>Opens files of rows.</summary>
internal static class DataFile
{
    public static DataFormat FormatOf(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" => DataFormat.Csv,
            ".tsv" => DataFormat.Tsv,
            ".json" or ".jsonl" or ".ndjson" => DataFormat.Json,
            string other => throw DataError.UnknownExtension(path, other),
        };
    }

    /// <summary>Opens a file as UTF-8 text (a byte order mark is passed over); reading something else throws.</summary>
    public static StreamReader Open(string path) => Text(ReadableFile.Local(path));

    /// <inheritdoc cref="Open"/>
    public static StreamReader Text(ReadableFile file) =>
        new(new Utf8Guard(file.Open(), file.Name), Encoding.UTF8, detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16);

    public static FileStream OpenBytes(string path)
    {
        Require(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
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
}
