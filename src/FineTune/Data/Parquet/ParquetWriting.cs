using Parquet;
using Parquet.Schema;

namespace FineTune.Data;

/// <summary>Writes rows as a parquet file, with what the columns mean in its metadata.</summary>
internal static class ParquetWriting
{
    /// <summary>Rows of a row group: a reader needs that many in memory at a time.</summary>
    public const int DefaultBatchSize = 100_000;

    public static async Task WriteAsync(RowSource rows, Stream stream, int batchSize, CancellationToken cancellationToken)
    {
        if (rows.Features.Count == 0)
        {
            throw new ArgumentException("A parquet file needs a column, and the data set has none. Add one.");
        }

        Field[] fields = [.. rows.Features.Select(column => ParquetWriteTypes.FieldOf(column.Key, column.Value))];
        ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            writer.CustomMetadata = new Dictionary<string, string>
            {
                [DatasetMetadata.Key] = DatasetMetadata.Of(rows.Features),
                ["ARROW:schema"] = ArrowFileWriter.EncodedSchema(rows.Features),
            };
            for (int start = 0; start < rows.Count; start += batchSize)
            {
                using ParquetRowGroupWriter group = writer.CreateRowGroup();
                int count = Math.Min(batchSize, rows.Count - start);
                for (int column = 0; column < fields.Length; column++)
                {
                    ParquetShredder shredder = new(fields[column], rows.Features[fields[column].Name]);
                    shredder.Add(rows.Values(column, start, count));
                    await shredder.WriteAsync(group, cancellationToken).ConfigureAwait(false);
                }

                group.CompleteValidate();
            }
        }
    }
}
