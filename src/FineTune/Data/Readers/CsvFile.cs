namespace FineTune.Data;

/// <summary>Reads a file of separated values into columns.</summary>
internal static class CsvFile
{
    public static Dataset Read(string path, CsvDialect dialect)
    {
        using StreamReader text = DataFile.Open(path);
        CsvRows rows = new(path, dialect);
        SkipLines(text, dialect);
        CsvReader reader = new(text, dialect.Sep, dialect.Quoting);
        while (reader.Read())
        {
            rows.Add(reader);
        }

        return rows.ToDataset();
    }

    public static async Task<Dataset> ReadAsync(string path, CsvDialect dialect, CancellationToken cancellationToken)
    {
        using StreamReader text = DataFile.Open(path);
        CsvRows rows = new(path, dialect);
        SkipLines(text, dialect);
        CsvReader reader = new(text, dialect.Sep, dialect.Quoting);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            rows.Add(reader);
        }

        return rows.ToDataset();
    }

    /// <summary>Reads a file as data sets of so many rows each, whose columns hold what those of the first do.</summary>
    public static IEnumerable<Dataset> Pieces(ReadableFile file, CsvDialect dialect, int rowsOfPiece)
    {
        using StreamReader text = DataFile.Text(file);
        CsvRows rows = new(file.Name, dialect);
        SkipLines(text, dialect);
        CsvReader reader = new(text, dialect.Sep, dialect.Quoting);
        while (reader.Read())
        {
            rows.Add(reader);
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
}
