namespace FineTune.Data;

/// <summary>Streams a parquet file, a row group in memory at a time.</summary>
internal static class ParquetRows
{
    /// <summary>What the columns hold, as the file's end says.</summary>
    public static Features FeaturesOf(ReadableFile file, IReadOnlyList<string>? columns)
    {
        ParquetFile parquet = Open(file);
        try
        {
            return columns is null ? parquet.Features : new Features(columns.Select(name => KeyValuePair.Create(name, parquet.Features[name])));
        }
        finally
        {
            Close(parquet);
        }
    }

    public static IEnumerable<Example> Of(ReadableFile file, IReadOnlyList<string>? columns, long skip)
    {
        ParquetFile parquet = Open(file);
        try
        {
            for (int group = 0, first = 0; group < parquet.RowGroupCount; first += parquet.RowsOf(group++))
            {
                int count = parquet.RowsOf(group);
                if (skip < count)
                {
                    Dataset rows = parquet.ReadRowGroupAsync(group, columns).GetAwaiter().GetResult().Numbered(first);
                    for (int row = (int)skip; row < count; row++)
                    {
                        yield return rows[row];
                    }
                }

                skip = Math.Max(0, skip - count);
            }
        }
        finally
        {
            Close(parquet);
        }
    }

    private static ParquetFile Open(ReadableFile file) => ParquetFile.OpenAsync(file.Name, file.Open()).GetAwaiter().GetResult();

    private static void Close(ParquetFile parquet) => parquet.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
