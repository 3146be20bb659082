using System.Collections;
using FineTune.Data;

namespace FineTune;

/// <summary>
/// Rows with named columns, read from a file or made in memory. It never changes: every method that looks like a change returns another
/// data set, which shares what is the same.
/// </summary>
/// <remarks>
/// As in the reference's <c>datasets</c>: <c>dataset[3]</c> is a row, <c>dataset["text"]</c> a column, <c>dataset[..100]</c> the first
/// hundred rows. Choosing, shuffling and splitting rows only makes a list of row numbers. Several named data sets are a
/// <see cref="DatasetDict"/>.
/// </remarks>
/// <example><code>
/// var splits = Dataset.LoadCsv("reviews.csv").TrainTestSplit(testSize: 0.2, seed: 42);
/// var encoded = splits.Map(row => tokenizer.Encode(row.Get&lt;string&gt;("text"), truncation: true));
/// </code></example>
[ReturnsCopies]
public sealed partial class Dataset : IReadOnlyList<Example>
{
    private readonly StoredColumn[] _columns;
    private readonly ColumnNames _names;
    private readonly int[] _visible;
    private readonly ColumnNames _visibleNames;
    private readonly int[]? _rows;
    private readonly RowOrigin? _origin;

    /// <summary>
    /// A view of columns: row <c>i</c> is <c>rows[i]</c> of them (or <c>i</c>), and an example shows the columns
    /// <paramref name="visible"/>.
    /// </summary>
    internal Dataset(StoredColumn[] columns, int rowCount, int[]? rows = null, RowOrigin? origin = null, string[]? visible = null)
    {
        _columns = columns;
        _names = new ColumnNames(Array.ConvertAll(columns, column => column.Name));
        _visibleNames = visible is null ? _names : new ColumnNames(visible);
        _visible = Array.ConvertAll(_visibleNames.All, _names.Require);
        _rows = rows;
        _origin = origin;
        NumRows = rows?.Length ?? rowCount;
    }

    /// <summary>Gets the number of rows.</summary>
    public int NumRows { get; }

    /// <summary>Gets the number of columns.</summary>
    public int NumColumns => _columns.Length;

    /// <summary>Gets the names of the columns, in order.</summary>
    public IReadOnlyList<string> ColumnNames => _names.All;

    /// <summary>Gets the number of rows and of columns.</summary>
    public (int NumRows, int NumColumns) Shape => (NumRows, NumColumns);

    /// <summary>Gets what each column holds.</summary>
    public Features Features => new(_columns.Select(column => KeyValuePair.Create(column.Name, column.Feature)));

    /// <inheritdoc/>
    int IReadOnlyCollection<Example>.Count => NumRows;

    /// <summary>Gets the number of rows, so that ranges work: <c>dataset[..100]</c>.</summary>
    public int Length => NumRows;

    /// <summary>Gets a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Example this[int row]
    {
        get
        {
            if (Transform is not null)
            {
                return Transform.Of(new Dataset(_columns, 1, [Physical(row)], _origin), DescribeRow(row));
            }

            int physical = Physical(row);
            object?[] values = new object?[_visible.Length];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = _columns[_visible[i]].Data.Get(physical);
            }

            return new Example(_visibleNames, values, this, row);
        }
    }

    /// <summary>Gets a column.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest.</exception>
    public Column this[string column] => new(this, Stored(column));

    /// <inheritdoc/>
    public IEnumerator<Example> GetEnumerator()
    {
        for (int row = 0; row < NumRows; row++)
        {
            yield return this[row];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Gets what an error calls a row: its number, and the file and line it was read from if it was.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public string DescribeRow(int row)
    {
        int physical = Physical(row);
        return _origin is null ? $"row {row + FirstRow}" : $"row {row + FirstRow} ({_origin.Describe(physical)})";
    }

    /// <inheritdoc/>
    public override string ToString() => $"Dataset(features: {Features}, num_rows: {NumRows})";

    /// <summary>Gets what number the first row has in errors, where this is a piece of something larger.</summary>
    internal int FirstRow { get; init; }

    /// <summary>The same rows as a piece of something larger, whose first row has that number there.</summary>
    internal Dataset Numbered(int firstRow) => new(_columns, NumRows, _rows, _origin, VisibleOrNull) { FirstRow = firstRow };

    /// <summary>Gets what each column holds that rows show.</summary>
    internal Features ShownFeatures => new(_visibleNames.All.Select(name => KeyValuePair.Create(name, Stored(name).Feature)));

    /// <summary>Gets whether a row with those names is one of this data set as it is stored.</summary>
    internal bool Shows(ColumnNames names) => ReferenceEquals(names, _visibleNames);

    /// <summary>The row of the stored columns that row <paramref name="row"/> of this view is.</summary>
    internal int Physical(int row)
    {
        if ((uint)row >= (uint)NumRows)
        {
            throw DataError.RowOutOfRange(row, NumRows);
        }

        return _rows is null ? row : _rows[row];
    }

    private StoredColumn Stored(string name) => _columns[_names.Require(name)];

    /// <summary>The same rows with other columns.</summary>
    private Dataset WithColumns(StoredColumn[] columns, string[]? visible) => new(columns, NumRows, _rows, _origin, visible) { Transform = Transform };

    private Dataset WithRows(int[] physicalRows) => new(_columns, physicalRows.Length, physicalRows, _origin, VisibleOrNull) { Transform = Transform };

    /// <summary>The columns rows show; null for all.</summary>
    internal string[]? VisibleOrNull => ReferenceEquals(_visibleNames, _names) ? null : _visibleNames.All;

    internal StoredColumn[] GatheredColumns() => Array.ConvertAll(_columns, Gathered);

    /// <summary>The column as this view shows its rows: gathered if rows were chosen.</summary>
    private StoredColumn Gathered(StoredColumn column) => _rows is null ? column : column.Take(_rows);

    internal RowOrigin? GatheredOrigin() => _rows is null ? _origin : _origin?.Take(_rows);
}
