using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace FineTune.Data;

/// <summary>An Arrow file, as a stream of batches (what the reference writes) or with an index at its end ("file format").</summary>
internal static class ArrowFile
{
    private static readonly byte[] s_magic = "ARROW1"u8.ToArray();

    /// <summary>Reads a file.</summary>
    /// <param name="name">Its name, for errors.</param>
    /// <param name="stream">Its bytes; they must be seekable.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidDataException">It is damaged, or no Arrow file; the message names it.</exception>
    public static async Task<Dataset> ReadAsync(string name, Stream stream, CancellationToken cancellationToken = default)
    {
        List<Dataset> batches = [];
        Features? features = null;
        await foreach ((Features Features, Dataset? Rows) batch in ReadBatchesAsync(name, stream, cancellationToken).ConfigureAwait(false))
        {
            features = batch.Features;
            if (batch.Rows is { } rows)
            {
                batches.Add(rows);
            }
        }

        return Dataset.Join(features!, batches);
    }

    /// <summary>Reads a file batch by batch.</summary>
    public static IEnumerable<Dataset> Pieces(ReadableFile file)
    {
        using Stream stream = file.Open();
        int first = 0;
        foreach ((_, Dataset? rows) in ReadBatchesAsync(file.Name, stream, CancellationToken.None).ToBlockingEnumerable())
        {
            if (rows is not null)
            {
                yield return rows.Numbered(first);
                first += rows.NumRows;
            }
        }
    }

    /// <summary>Reads a file batch by batch; the first item, without rows, says the columns.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public static async IAsyncEnumerable<(Features Features, Dataset? Rows)> ReadBatchesAsync(
        string name, Stream stream, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        stream.Position = await Guarded(name, place: null, Damage.Is, () => StartAsync(stream, cancellationToken)).ConfigureAwait(false);
        using ArrowStreamReader reader = new(stream, new ArrowCodecs(), leaveOpen: true);
        Schema schema = await Guarded(name, place: null, Damage.IsOfArrow, () => reader.GetSchema(cancellationToken).AsTask()).ConfigureAwait(false);
        Features features = Guarded(name, place: null, () => ArrowTypes.FeaturesOf(schema));
        yield return (features, null);

        // A batch's memory may be that of a dictionary which later batches use as well.
        bool mayShare = schema.FieldsList.Any(field => UsesDictionary(field.DataType));
        for (int number = 0; ; number++)
        {
            string place = $"batch {number}";
            RecordBatch? batch = await Guarded(name, place, Damage.IsOfArrow, () => reader.ReadNextRecordBatchAsync(cancellationToken).AsTask()).ConfigureAwait(false);
            if (batch is null)
            {
                yield break;
            }

            Dataset rows = Guarded(name, place, () => Rows(batch, features));
            if (!mayShare)
            {
                batch.Dispose();
            }

            yield return (features, rows);
        }
    }

    /// <summary>Gets where the messages of a file begin, having looked at each.</summary>
    private static async Task<long> StartAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] head = new byte[8];
        int read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (read < head.Length)
        {
            throw new FormatException($"it has {read} bytes, too few for an Arrow file");
        }

        // The file format is a stream after eight bytes, with an index behind it that is not needed to read it from the start.
        bool hasIndex = head.AsSpan(0, s_magic.Length).SequenceEqual(s_magic);
        long start = hasIndex ? head.Length : 0;
        stream.Position = start;
        await ArrowMessages.CheckAsync(stream, cancellationToken).ConfigureAwait(false);
        return start;
    }

    private static bool UsesDictionary(IArrowType type) =>
        type is DictionaryType || (type is NestedType nested && nested.Fields.Any(field => UsesDictionary(field.DataType)));

    private static Dataset Rows(RecordBatch batch, Features features)
    {
        if (batch.ColumnCount != features.Count)
        {
            throw new FormatException($"it has {batch.ColumnCount} columns where the schema has {features.Count}");
        }

        List<StoredColumn> columns = [];
        for (int i = 0; i < batch.ColumnCount; i++)
        {
            string column = batch.Schema.GetFieldByIndex(i).Name;
            IArrowArray values = batch.Column(i);
            columns.Add(values.Length == batch.Length
                ? new StoredColumn(column, features[column], ArrowArrayReader.Column(values, features[column]))
                : throw new FormatException($"column \"{column}\" has {values.Length} values for {batch.Length} rows"));
        }

        return new Dataset([.. columns], batch.Length);
    }

    /// <summary>Runs a reader of our own.</summary>
    private static T Guarded<T>(string name, string? place, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (Damage.Is(error))
        {
            throw DataError.Damaged(name, place, error);
        }
    }

    private static async Task<T> Guarded<T>(string name, string? place, Func<Exception, bool> isDamage, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception error) when (isDamage(error))
        {
            throw DataError.Damaged(name, place, error);
        }
    }
}
