namespace FineTune.Data;

/// <summary>Reads a file as a shard, a piece in memory at a time. The first piece decides what the columns hold; later ones are made to fit.</summary>
internal static class StreamedFile
{
    /// <summary>The rows of a piece, as many as the reference reads of a CSV file at a time.</summary>
    public const int RowsOfPiece = 10_000;

    public static ExampleShard Csv(ReadableFile file, CsvDialect dialect) => skip => Rows(file.Name, CsvFile.Pieces(file, dialect, RowsOfPiece), skip);

    public static ExampleShard Json(ReadableFile file, string? field) => skip => Rows(file.Name, JsonFile.Pieces(file, field, RowsOfPiece), skip);

    public static ExampleShard Text(ReadableFile file, SampleBy sampleBy = SampleBy.Line, bool keepLinebreaks = false) =>
        skip => Rows(file.Name, TextFile.Pieces(file, sampleBy, keepLinebreaks, RowsOfPiece), skip);

    /// <summary>A file of tables; batches before the first row that is asked for are read over.</summary>
    public static ExampleShard Arrow(ReadableFile file) => skip => Rows(file.Name, ArrowFile.Pieces(file), skip);

    /// <summary>A file of row groups; those before the first row that is asked for are not read.</summary>
    /// <param name="file">The file, whose bytes are seekable.</param>
    /// <param name="columns">The columns to read, in this order; null for all.</param>
    public static ExampleShard Parquet(ReadableFile file, IReadOnlyList<string>? columns = null) => skip => ParquetRows.Of(file, columns, skip);

    /// <summary>The rows of pieces that follow one another, such as row groups, after the first <paramref name="skip"/>.</summary>
    public static IEnumerable<Example> Rows(string name, IEnumerable<Dataset> pieces, long skip)
    {
        Features? known = null;
        int firstCount = 0;
        foreach (Dataset piece in pieces)
        {
            firstCount = known is null ? piece.NumRows : firstCount;
            known ??= piece.Features;
            RowCast? cast = known.SequenceEqual(piece.Features) ? null : new RowCast(known, piece.Features);
            for (long row = Math.Min(skip, piece.NumRows); row < piece.NumRows; row++)
            {
                Example example = piece[(int)row];
                yield return cast is null ? example : Fitted(cast, example, name, firstCount);
            }

            skip = Math.Max(0, skip - piece.NumRows);
        }
    }

    private static Example Fitted(RowCast cast, Example example, string name, int firstCount)
    {
        try
        {
            return cast.Of(example, 0);
        }
        catch (ArgumentException error)
        {
            throw DataError.LaterRows(name, firstCount, error);
        }
    }
}
