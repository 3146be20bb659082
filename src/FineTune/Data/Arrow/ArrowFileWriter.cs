using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace FineTune.Data;

/// <summary>Writes rows as the reference does: a stream of batches, with what the columns mean in the schema's metadata.</summary>
internal static class ArrowFileWriter
{
    private const int BatchSize = 1000;

    public static async Task WriteAsync(RowSource rows, int start, int count, Stream stream, CancellationToken cancellationToken)
    {
        Schema schema = SchemaOf(rows.Features);
        using ArrowStreamWriter writer = new(stream, schema, leaveOpen: true);
        await writer.WriteStartAsync(cancellationToken).ConfigureAwait(false);

        // The reference cannot read a file without a batch; no rows are an empty one.
        for (int done = 0; done < count || done == 0; done += BatchSize)
        {
            int batchCount = Math.Min(BatchSize, count - done);
            int batchStart = start + done;
            IEnumerable<IArrowArray> arrays = rows.Features.Select((column, place) =>
                ArrowArrayFactory.BuildArray(ArrowArrayWriter.Make(column.Value, rows.Values(place, batchStart, batchCount))));
            using RecordBatch batch = new(schema, arrays, batchCount);
            await writer.WriteRecordBatchAsync(batch, cancellationToken).ConfigureAwait(false);
        }

        await writer.WriteEndAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Gets the schema as Arrow's writers add it to parquet files, from which its readers know types that parquet lacks: durations, lists of
    /// one length, large texts.
    /// </summary>
    public static string EncodedSchema(Features features)
    {
        using MemoryStream stream = new();
        using (ArrowStreamWriter writer = new(stream, SchemaOf(features), leaveOpen: true))
        {
            writer.WriteStart();
        }

        return Convert.ToBase64String(stream.ToArray());
    }

    private static Schema SchemaOf(Features features) => new(
        [.. features.Select(column => new Field(column.Key, ArrowTypes.TypeOf(column.Value), nullable: true))],
        [KeyValuePair.Create(DatasetMetadata.Key, DatasetMetadata.Of(features))]);
}
