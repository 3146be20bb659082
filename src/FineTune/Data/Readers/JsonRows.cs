using System.Text.Json;

namespace FineTune.Data;

/// <summary>Collects the rows of a JSON file; a key that a row lacks is null there.</summary>
/// <param name="path">The file, for errors.</param>
/// <param name="asWritten">Whether values stay what the file writes, and columns may mix them; else each column has one type.</param>
internal sealed class JsonRows(string path, bool asWritten = false)
{
    private readonly OrderedDictionary<string, List<object?>> _columns = new(StringComparer.Ordinal);
    private readonly List<int> _lines = [];
    private int _rows;

    /// <summary>Gets the number of rows collected.</summary>
    public int Count => _rows;

    public void AddLine(ReadOnlyMemory<char> line, int number)
    {
        try
        {
            using JsonDocument document = JsonContent.Parse(line);
            AddRow(document.RootElement, number);
        }
        catch (JsonException error)
        {
            throw DataError.BrokenJson(path, number, error);
        }
    }

    /// <summary>Takes a row that begins on a line.</summary>
    public void AddRow(JsonElement row, int line)
    {
        AddRow(row, $"line {line}");
        _lines.Add(line);
    }

    /// <summary>Takes a list of rows, or an object of columns.</summary>
    public void AddDocument(JsonElement document)
    {
        if (document.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement row in document.EnumerateArray())
            {
                AddRow(row, $"item {_rows}");
            }
        }
        else if (document.ValueKind == JsonValueKind.Object)
        {
            AddColumns(document);
        }
        else
        {
            throw DataError.NoJsonRows(path, document.ValueKind.ToString());
        }
    }

    /// <summary>Makes columns of the rows, of which the first is row <paramref name="firstRow"/> of the file.</summary>
    public Dataset ToDataset(int firstRow = 0)
    {
        RowOrigin? origin = _lines.Count == _rows ? new RowOrigin(path, [.. _lines]) : null;
        string Describe(int row) => origin is null ? $"row {row} of {path}" : $"row {row + firstRow} ({origin.Describe(row)})";
        try
        {
            IEnumerable<StoredColumn> columns = _columns.Select(
                pair => new StoredColumn(pair.Key, asWritten ? AsWritten([.. pair.Value]) : ColumnBuilder.Build(pair.Key, [.. pair.Value], Describe)));
            return new Dataset([.. columns], _rows, rows: null, origin) { FirstRow = firstRow };
        }
        catch (ArgumentException error)
        {
            throw new InvalidDataException(error.Message, error);
        }
    }

    private static ColumnData AsWritten(object?[] values) => Array.TrueForAll(values, value => value is null or string)
        ? new ReferenceData<string>(Array.ConvertAll(values, value => (string?)value), Value.String)
        : new ReferenceData<object>(values, Value.Struct);

    private object? ValueOf(JsonElement value, string place, string column)
    {
        try
        {
            return JsonValue.Of(value, asWritten);
        }
        catch (InvalidOperationException error)
        {
            throw DataError.HalfACharacter(path, place, column, value.GetRawText(), error);
        }
    }

    private void AddRow(JsonElement row, string place)
    {
        if (row.ValueKind == JsonValueKind.String)
        {
            Append("text", ValueOf(row, place, "text"));
        }
        else if (row.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in row.EnumerateObject())
            {
                Append(property.Name, ValueOf(property.Value, place, property.Name));
            }
        }
        else
        {
            throw DataError.NotAJsonRow(path, place, row.GetRawText());
        }

        _rows++;
        Fill();
    }

    private void AddColumns(JsonElement document)
    {
        foreach (JsonProperty column in document.EnumerateObject())
        {
            if (column.Value.ValueKind != JsonValueKind.Array)
            {
                throw DataError.NotAJsonColumn(path, column.Name, column.Value.GetRawText());
            }

            List<object?> values = [.. column.Value.EnumerateArray().Select((value, row) => ValueOf(value, $"item {row}", column.Name))];
            if (_columns.Count > 0 && values.Count != _rows)
            {
                throw DataError.JsonColumnLength(path, column.Name, values.Count, _columns.GetAt(0).Key, _rows);
            }

            _rows = values.Count;
            _columns.Add(column.Name, values);
        }
    }

    private void Append(string name, object? value)
    {
        if (!_columns.TryGetValue(name, out List<object?>? values))
        {
            _columns.Add(name, values = [.. Enumerable.Repeat<object?>(null, _rows)]);
        }

        values.Add(value);
    }

    private void Fill()
    {
        foreach (List<object?> values in _columns.Values)
        {
            if (values.Count < _rows)
            {
                values.Add(null);
            }
        }
    }
}
