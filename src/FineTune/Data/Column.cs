using System.Collections;
using FineTune.Data;

namespace FineTune;

/// <summary>One column of a <see cref="Dataset"/>: <c>dataset["label"]</c>.</summary>
public sealed class Column : IReadOnlyList<object?>
{
    private const int PrintedValues = 5;
    private readonly Dataset _dataset;
    private readonly StoredColumn _column;

    internal Column(Dataset dataset, StoredColumn column)
    {
        _dataset = dataset;
        _column = column;
    }

    /// <summary>Gets the name.</summary>
    public string Name => _column.Name;

    /// <summary>Gets what the column holds.</summary>
    public Feature Feature => _column.Feature;

    /// <summary>Gets the number of rows.</summary>
    public int Count => _dataset.NumRows;

    /// <summary>Gets the value of a row; null where it has none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public object? this[int index] => _column.Data.Get(_dataset.Physical(index));

    /// <summary>Gets the value of a row as a type of your choice.</summary>
    /// <exception cref="InvalidCastException">
    /// The value is null or not of that type; the message names row, column, value and fix.
    /// </exception>
    public T Get<T>(int index)
    {
        object? value = this[index];
        return ValueConversion.TryConvert(value, out T result)
            ? result
            : throw DataError.WrongType(Name, value, typeof(T), _dataset.DescribeRow(index));
    }

    /// <summary>Gets all values, in row order, as a type of your choice.</summary>
    /// <exception cref="InvalidCastException">
    /// A value is null or not of that type; the message names row, column, value and fix.
    /// </exception>
    public T[] ToArray<T>()
    {
        T[] values = new T[Count];
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = Get<T>(row);
        }

        return values;
    }

    /// <inheritdoc/>
    public IEnumerator<object?> GetEnumerator()
    {
        for (int row = 0; row < Count; row++)
        {
            yield return this[row];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Gets the first values, as the reference prints a column: <c>Column(["good", "bad", ...])</c>.</summary>
    public override string ToString() => $"Column({ValueConversion.ShowList(this, PrintedValues)})";
}
