using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace FineTune.Data;

/// <summary>Reads a file of separated values into columns.</summary>
internal static class CsvFile
{
    public static Dataset Read(string path, CsvDialect dialect)
    {
        using StreamReader text = DataFile.Open(path);
        CsvRows rows = new(path, dialect);
        SkipLines(text, dialect);
        using CsvParser parser = new(text, Configuration(dialect), leaveOpen: true);
        while (parser.Read())
        {
            rows.Add(parser, mayBeLast: ((Utf8Guard)text.BaseStream).AtEnd);
        }

        return rows.ToDataset();
    }

    public static async Task<Dataset> ReadAsync(string path, CsvDialect dialect, CancellationToken cancellationToken)
    {
        using StreamReader text = DataFile.Open(path);
        CsvRows rows = new(path, dialect);
        SkipLines(text, dialect);
        using CsvParser parser = new(text, Configuration(dialect), leaveOpen: true);
        while (await parser.ReadAsync().ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.Add(parser, mayBeLast: ((Utf8Guard)text.BaseStream).AtEnd);
        }

        return rows.ToDataset();
    }

    /// <summary>Reads a file as data sets of so many rows each, whose columns hold what those of the first do.</summary>
    public static IEnumerable<Dataset> Pieces(ReadableFile file, CsvDialect dialect, int rowsOfPiece)
    {
        using StreamReader text = DataFile.Text(file);
        CsvRows rows = new(file.Name, dialect);
        SkipLines(text, dialect);
        using CsvParser parser = new(text, Configuration(dialect), leaveOpen: true);
        while (parser.Read())
        {
            rows.Add(parser, mayBeLast: ((Utf8Guard)text.BaseStream).AtEnd);
            if (rows.Count == rowsOfPiece)
            {
                yield return rows.Drain();
            }
        }

        if (rows.Count > 0 || !rows.IsDrained)
        {
            yield return rows.Drain();
        }
    }

    private static void SkipLines(StreamReader text, CsvDialect dialect)
    {
        for (int i = 0; i < dialect.SkipRows; i++)
        {
            text.ReadLine();
        }
    }

    private static CsvConfiguration Configuration(CsvDialect dialect) => new(CultureInfo.InvariantCulture)
    {
        Delimiter = dialect.Sep,
        Mode = dialect.Quoting ? CsvMode.RFC4180 : CsvMode.NoEscape,
        HasHeaderRecord = false,
        BadDataFound = null,
        IgnoreBlankLines = true,
        DetectColumnCountChanges = false,
    };
}
