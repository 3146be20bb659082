namespace FineTune.Data;

/// <summary>Reads a file as a shard, a piece in memory at a time. The first piece decides what the columns hold; later ones are made to fit.</summary>
internal static class StreamedFile
{
    /// <summary>The rows of a piece, as many as the reference reads of a CSV file at a time.</summary>
    public const int RowsOfPiece = 10_000;

    public static ExampleShard Csv(ReadableFile file, CsvDialect dialect) => skip => Rows(file.Name, CsvFile.Pieces(file, dialect, RowsOfPiece), skip);

    public static ExampleShard Json(ReadableFile file, string? field) => skip => Rows(file.Name, JsonFile.Pieces(file, field, RowsOfPiece), skip);

    public static ExampleShard Text(ReadableFile file) => skip => Rows(file.Name, TextLines.Pieces(file, RowsOfPiece), skip);

    public static ExampleShard Parquet(ReadableFile file, IReadOnlyList<string>? columns) => skip => Rows(file.Name, RowGroups(file, columns), skip);

    public static ExampleShard Arrow(ReadableFile file) => skip => Rows(file.Name, Batches(file), skip);

    /// <summary>Reads a parquet file by its footer and one row group after the other.</summary>
    private static IEnumerable<Dataset> RowGroups(ReadableFile file, IReadOnlyList<string>? columns)
    {
        ParquetFile parquet = ParquetFile.OpenAsync(file.Name, file.Open()).GetAwaiter().GetResult();
        try
        {
            for (int rowGroup = 0; rowGroup < parquet.RowGroupCount; rowGroup++)
            {
                yield return parquet.ReadRowGroupAsync(rowGroup, columns).GetAwaiter().GetResult();
            }
        }
        finally
        {
            parquet.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static IEnumerable<Dataset> Batches(ReadableFile file)
    {
        using Stream stream = file.Open();
        foreach ((Features _, Dataset? rows) in ArrowFile.ReadBatchesAsync(file.Name, stream).ToBlockingEnumerable())
        {
            if (rows is not null)
            {
                yield return rows;
            }
        }
    }

    /// <summary>The rows of pieces that follow one another, such as row groups, after the first <paramref name="skip"/>.</summary>
    public static IEnumerable<Example> Rows(string name, IEnumerable<Dataset> pieces, long skip)
    {
        Features? known = null;
        int firstCount = 0;
        foreach (Dataset piece in pieces)
        {
            firstCount = known is null ? piece.NumRows : firstCount;
            known ??= piece.Features;
            RowCast? cast = known.SequenceEqual(piece.Features) ? null : new RowCast(known);
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
