using System.Buffers.Binary;

namespace FineTune.Data;

/// <summary>The description at the end of a parquet file.</summary>
internal sealed class ParquetFooter
{
    private const int TailLength = 8;

    private ParquetFooter(ThriftStruct metadata)
    {
        ParquetSchemaReader schema = new(metadata.Structs(2));
        Fields = schema.Read();
        RowGroups = metadata.Structs(4);
        RowCount = metadata.RequireCount(3, "the number of rows");
        Metadata = metadata.Structs(5).Where(entry => entry.Text(1) is not null)
            .GroupBy(entry => entry.Text(1)!, StringComparer.Ordinal)
            .ToDictionary(entries => entries.Key, entries => entries.Last().Text(2) ?? string.Empty, StringComparer.Ordinal);
        Check(schema.LeafCount);
    }

    public ParquetField[] Fields { get; }

    public IReadOnlyList<ThriftStruct> RowGroups { get; }

    public long RowCount { get; }

    /// <summary>Gets what the file's writer added, such as <c>huggingface</c> and <c>ARROW:schema</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <exception cref="FormatException">The file is no parquet file, or its end is missing or damaged.</exception>
    /// <exception cref="NotSupportedException">It is encrypted.</exception>
    public static async Task<ParquetFooter> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] tail = new byte[TailLength];
        if (stream.Length < TailLength + 4)
        {
            throw new FormatException($"it has {stream.Length} bytes, too few for a parquet file");
        }

        stream.Seek(-TailLength, SeekOrigin.End);
        await stream.ReadExactlyAsync(tail, cancellationToken).ConfigureAwait(false);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (!tail.AsSpan(4).SequenceEqual("PAR1"u8))
        {
            throw tail.AsSpan(4).SequenceEqual("PARE"u8)
                ? new NotSupportedException("it is encrypted; write it again without encryption")
                : new FormatException("it does not end in \"PAR1\" as a parquet file does");
        }

        if (length > stream.Length - TailLength)
        {
            throw new FormatException($"it names a description of {length} bytes but has only {stream.Length}");
        }

        byte[] footer = new byte[length];
        stream.Seek(-TailLength - (long)length, SeekOrigin.End);
        await stream.ReadExactlyAsync(footer, cancellationToken).ConfigureAwait(false);
        return new ParquetFooter(new ThriftReader(footer).ReadStruct());
    }

    private void Check(int leaves)
    {
        long rows = 0;
        foreach (ThriftStruct group in RowGroups)
        {
            rows += group.RequireCount(3, "a row group's number of rows");
            if (group.Structs(1).Count != leaves)
            {
                throw new FormatException($"a row group has {group.Structs(1).Count} columns where the schema has {leaves}");
            }
        }

        if (rows != RowCount)
        {
            throw new FormatException($"its row groups have {rows} rows, but the file has {RowCount}");
        }

        if (rows > Array.MaxLength)
        {
            throw new NotSupportedException($"it has {rows} rows, more than the {Array.MaxLength} that fit in memory; split it into several files");
        }
    }
}
