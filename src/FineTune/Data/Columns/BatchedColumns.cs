using System.Collections;

namespace FineTune.Data;

/// <summary>Puts the lists that a function returned batch by batch together to columns.</summary>
internal sealed class BatchedColumns(string[] keptColumns)
{
    private readonly OrderedDictionary<string, List<object?>> _values = new(StringComparer.Ordinal);
    private int _batches;
    private int _given;
    private bool _nothing;

    /// <summary>Gets whether the function returned null for every batch.</summary>
    public bool IsEmpty => _nothing || _batches == 0;

    /// <summary>Gets the rows of the columns; without any, those the function was given.</summary>
    public int RowCount => _values.Count == 0 ? _given : _values.GetAt(0).Value.Count;

    public void Add(int firstRow, int given, IReadOnlyDictionary<string, object?>? returned)
    {
        if (_batches++ == 0)
        {
            _nothing = returned is null;
        }
        else if (_nothing != returned is null)
        {
            throw DataError.MapReturnedNull($"the batch from row {firstRow} on", "the first batch");
        }

        if (returned is null)
        {
            return;
        }

        int before = RowCount;
        foreach ((string name, object? list) in returned)
        {
            Append(name, list, firstRow, [.. returned.Keys]);
        }

        Check(firstRow, given, before, returned);
        _given += given;
    }

    public StoredColumn[] Build() =>
        [.. _values.Select(pair => new StoredColumn(pair.Key, ColumnBuilder.Build(pair.Key, [.. pair.Value], DescribeRow)))];

    /// <summary>Names a row of the result.</summary>
    public static string DescribeRow(int row) => $"row {row}";

    private void Append(string name, object? list, int firstRow, string[] keys)
    {
        if (list is not IEnumerable values || list is string)
        {
            throw DataError.NotAList(name, list);
        }

        if (!_values.TryGetValue(name, out List<object?>? column))
        {
            if (_batches > 1)
            {
                throw DataError.BatchKeysDiffer(firstRow, keys, [.. _values.Keys]);
            }

            _values.Add(name, column = []);
        }

        column.AddRange(values.Cast<object?>());
    }

    private void Check(int firstRow, int given, int before, IReadOnlyDictionary<string, object?> returned)
    {
        if (returned.Count != _values.Count)
        {
            throw DataError.BatchKeysDiffer(firstRow, [.. returned.Keys], [.. _values.Keys]);
        }

        if (_values.Count == 0)
        {
            return;
        }

        (string first, List<object?> firstValues) = _values.GetAt(0);
        foreach ((string name, List<object?> values) in _values)
        {
            if (values.Count != firstValues.Count)
            {
                throw DataError.ColumnLengthsDiffer(first, firstValues.Count - before, name, values.Count - before);
            }
        }

        string[] staying = [.. keptColumns.Where(name => !returned.ContainsKey(name))];
        if (firstValues.Count - before != given && staying.Length > 0)
        {
            throw DataError.BatchRowCount(firstValues.Count - before, given, firstRow, staying);
        }
    }
}
