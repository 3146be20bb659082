using System.Collections;
using System.Diagnostics.CodeAnalysis;
using FineTune.Data;

namespace FineTune;

/// <summary>One row of a data set: values by column name, in column order.</summary>
/// <example><code>
/// string text = row.Get&lt;string&gt;("text");
/// int label = row.Get&lt;int&gt;("label");
/// </code></example>
public sealed class Example : IReadOnlyDictionary<string, object?>
{
    private readonly ColumnNames _names;
    private readonly object?[] _values;
    private readonly Dataset? _source;
    private readonly int _row;

    /// <summary>Initializes a row from names and values.</summary>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public Example(IEnumerable<KeyValuePair<string, object?>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        KeyValuePair<string, object?>[] pairs = [.. values];
        _names = new ColumnNames(Array.ConvertAll(pairs, pair => pair.Key));
        _values = Array.ConvertAll(pairs, pair => pair.Value);
    }

    /// <summary>Row <paramref name="row"/> of <paramref name="source"/>; errors say so.</summary>
    internal Example(ColumnNames names, object?[] values, Dataset? source, int row)
    {
        _names = names;
        _values = values;
        _source = source;
        _row = row;
    }

    /// <summary>Gets the row without columns.</summary>
    internal static Example Empty { get; } = new([]);

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _names.All;

    /// <inheritdoc/>
    public IEnumerable<object?> Values => _values;

    /// <inheritdoc/>
    public int Count => _values.Length;

    /// <summary>Gets the names, shared by the rows of a data set.</summary>
    internal ColumnNames Names => _names;

    /// <summary>Gets the values in the order of the names; not to be written to.</summary>
    internal object?[] Row => _values;

    /// <summary>Gets what an error calls this row, such as <c>row 3 (reviews.csv, line 5)</c>; null when it is of no data set.</summary>
    internal string? Place => _source?.DescribeRow(_row);

    /// <summary>Gets the value of a column.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest.</exception>
    public object? this[string key] => TryGetValue(key, out object? value) ? value : throw DataError.NoColumn(key, _names.All);

    /// <summary>Gets the value of a column as a type of your choice.</summary>
    /// <typeparam name="T">
    /// The type: <see cref="string"/>, <see cref="bool"/>, a number that holds the value without loss, an array of those, or a nullable
    /// one where the column has nulls.
    /// </typeparam>
    /// <param name="name">The column.</param>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest.</exception>
    /// <exception cref="InvalidCastException">
    /// The value is null or not of that type; the message names row, column, value and fix.
    /// </exception>
    public T Get<T>(string name)
    {
        object? value = this[name];
        return ValueConversion.TryConvert(value, out T result) ? result : throw DataError.WrongType(name, value, typeof(T), Place);
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _names.IndexOf(key) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value)
    {
        int index = _names.IndexOf(key);
        value = index < 0 ? null : _values[index];
        return index >= 0;
    }

    /// <summary>Gets the data set whose row this is, without a change; null if it was changed or made.</summary>
    internal Dataset? Stored => _source is not null && _source.Shows(_names) ? _source : null;

    /// <summary>This row with other columns; errors go on calling it as before.</summary>
    internal Example With(ColumnNames names, object?[] values) => new(names, values, _source, _row);

    /// <summary>Gets a copy of this row with some columns only; names it does not have are passed over.</summary>
    public Example Keep(IReadOnlySet<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        KeyValuePair<string, object?>[] kept = [.. this.Where(pair => names.Contains(pair.Key))];
        return With(new ColumnNames(Array.ConvertAll(kept, pair => pair.Key)), Array.ConvertAll(kept, pair => pair.Value));
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (int i = 0; i < _values.Length; i++)
        {
            yield return new KeyValuePair<string, object?>(_names.All[i], _values[i]);
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => "{" + string.Join(", ", this.Select(pair => $"{pair.Key}: {ValueConversion.Show(pair.Value)}")) + "}";
}
