namespace FineTune.Data;

/// <summary>Runs the function of <c>Map</c> and keeps what it returns, column by column; the first row decides the columns.</summary>
internal sealed class MappedRows(Dataset dataset, Func<Example, int, IReadOnlyDictionary<string, object?>?> function)
{
    private string[]? _names;
    private object?[][] _values = [];

    /// <summary>Gets whether the function returned null.</summary>
    public bool IsEmpty => _names is null;

    public void RunFirst(int row)
    {
        if (function(dataset[row], row) is { } result)
        {
            _names = [.. result.Keys];
            _values = Array.ConvertAll(_names, _ => new object?[dataset.NumRows]);
            Keep(row, result);
        }
    }

    public void Run(int row)
    {
        IReadOnlyDictionary<string, object?>? result = function(dataset[row], row);
        if (result is null != IsEmpty)
        {
            (int missing, int present) = IsEmpty ? (0, row) : (row, 0);
            throw new MapResultException(DataError.MapReturnedNull(dataset.DescribeRow(missing), dataset.DescribeRow(present)));
        }

        if (result is not null)
        {
            Keep(row, result);
        }
    }

    public StoredColumn[] Build() =>
        [.. _names!.Zip(_values, (name, values) => new StoredColumn(name, ColumnBuilder.Build(name, values, dataset.DescribeRow)))];

    private void Keep(int row, IReadOnlyDictionary<string, object?> result)
    {
        for (int i = 0; i < _names!.Length; i++)
        {
            if (!result.TryGetValue(_names[i], out _values[i][row]) || result.Count != _names.Length)
            {
                throw new MapResultException(DataError.OtherKeys(dataset.DescribeRow(row), [.. result.Keys], dataset.DescribeRow(0), _names));
            }
        }
    }
}
