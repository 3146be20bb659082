namespace FineTune.Data;

/// <summary>
/// A parquet file, read row group by row group: the pages here, their codecs by the libraries that parquet's other readers in .NET use
/// (decision 10).
/// </summary>
internal sealed class ParquetFile : IAsyncDisposable
{
    private readonly string _name;
    private readonly Stream _stream;
    private readonly ParquetFooter _footer;
    private readonly ParquetColumn[] _columns;
    private readonly ColumnNames _names;

    private ParquetFile(string name, Stream stream, ParquetFooter footer)
    {
        _name = name;
        _stream = stream;
        _footer = footer;
        Features stored = new(footer.Fields.Select(field => KeyValuePair.Create(field.Name, field.Feature)));
        Features = FeatureFit.Refine(stored, DescribedFeatures());
        _columns = Array.ConvertAll(footer.Fields, field => new ParquetColumn(field, Features[field.Name]));
        _names = new ColumnNames(Array.ConvertAll(footer.Fields, field => field.Name));
    }

    /// <summary>Gets what each column holds: as the data set that was written says it, else as the file's own schema does.</summary>
    public Features Features { get; }

    public int RowGroupCount => _footer.RowGroups.Count;

    public long RowCount => _footer.RowCount;

    /// <summary>Opens a file.</summary>
    /// <param name="name">Its name, for errors.</param>
    /// <param name="stream">Its bytes; they must be seekable. The file owns the stream from here on.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidDataException">It is damaged, or no parquet file; the message names it.</exception>
    public static async Task<ParquetFile> OpenAsync(string name, Stream stream, CancellationToken cancellationToken = default)
    {
        try
        {
            return new ParquetFile(name, stream, await ParquetFooter.ReadAsync(stream, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception error)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            if (Damage.Is(error))
            {
                throw DataError.Damaged(name, place: null, error);
            }

            throw;
        }
    }

    /// <summary>Gets the rows of a row group.</summary>
    public int RowsOf(int rowGroup) => (int)_footer.RowGroups[rowGroup].RequireCount(3, "a row group's number of rows");

    /// <summary>Reads a row group.</summary>
    /// <param name="rowGroup">Which, from 0.</param>
    /// <param name="columns">The columns to read, in this order; null for all.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidDataException">It is damaged; the message names file, row group and column.</exception>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public async Task<Dataset> ReadRowGroupAsync(
        int rowGroup, IReadOnlyList<string>? columns = null, CancellationToken cancellationToken = default)
    {
        List<StoredColumn> read = [];
        foreach (string column in columns ?? _names.All)
        {
            read.Add(await ReadColumnAsync(rowGroup, _columns[_names.Require(column)], cancellationToken).ConfigureAwait(false));
        }

        return new Dataset([.. read], RowsOf(rowGroup));
    }

    /// <summary>Reads all row groups.</summary>
    /// <inheritdoc cref="ReadRowGroupAsync"/>
    public async Task<Dataset> ReadAsync(IReadOnlyList<string>? columns = null, CancellationToken cancellationToken = default)
    {
        List<StoredColumn> read = [];
        foreach (string name in columns ?? _names.All)
        {
            ParquetColumn column = _columns[_names.Require(name)];
            List<ColumnData> pieces = [];
            for (int rowGroup = 0; rowGroup < RowGroupCount; rowGroup++)
            {
                pieces.Add((await ReadColumnAsync(rowGroup, column, cancellationToken).ConfigureAwait(false)).Data);
            }

            ColumnData data = pieces.Count == 0 ? ColumnFactory.Nulls(0, column.Feature) : ColumnFactory.Join(pieces);
            read.Add(new StoredColumn(name, column.Feature, data));
        }

        return new Dataset([.. read], (int)RowCount);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private async Task<StoredColumn> ReadColumnAsync(int rowGroup, ParquetColumn column, CancellationToken cancellationToken)
    {
        try
        {
            Dictionary<int, LeafColumn> leaves = [];
            foreach (ParquetLeaf leaf in column.Leaves)
            {
                ThriftStruct chunk = _footer.RowGroups[rowGroup].Structs(1)[leaf.Field.Index];
                ThriftStruct metadata = chunk.RequireStruct(3, "a column's description");
                byte[] bytes = await ReadPagesAsync(metadata, cancellationToken).ConfigureAwait(false);
                leaves[leaf.Field.Index] = LeafReader.Read(leaf, metadata, bytes);
            }

            return new StoredColumn(column.Field.Name, column.Feature, column.Assemble(RowsOf(rowGroup), leaves));
        }
        catch (Exception error) when (Damage.Is(error))
        {
            throw DataError.Damaged(_name, $"column \"{column.Field.Name}\" of row group {rowGroup}", error);
        }
    }

    private async Task<byte[]> ReadPagesAsync(ThriftStruct metadata, CancellationToken cancellationToken)
    {
        long data = metadata.RequireCount(9, "the place of a column's pages");
        long start = metadata.Number(11) is { } dictionary and > 0 && dictionary < data ? dictionary : data;
        long size = metadata.RequireCount(7, "the size of a column's pages");
        if (size > _stream.Length - start || size > Array.MaxLength)
        {
            throw new FormatException($"its {size} bytes begin at byte {start} of a file of {_stream.Length}");
        }

        byte[] bytes = new byte[size];
        _stream.Seek(start, SeekOrigin.Begin);
        await _stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes;
    }

    /// <summary>What the writer says the columns mean: a data set's own description, else Arrow's.</summary>
    private Features? DescribedFeatures() => _footer.Metadata.TryGetValue(DatasetMetadata.Key, out string? description)
        ? DatasetMetadata.Features(description)
        : _footer.Metadata.TryGetValue("ARROW:schema", out string? schema) ? ArrowTypes.FromParquet(schema) : null;
}
