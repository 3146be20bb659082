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
    public static StreamReader Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!File.Exists(path))
        {
            throw DataError.NoFile(path);
        }

        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        return new StreamReader(new Utf8Guard(file, path), Encoding.UTF8, detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16);
    }
}
