using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace FineTune;

/// <summary>One row of a data set: values by column name, in column order.</summary>
public sealed class Example : IReadOnlyDictionary<string, object?>
{
    private readonly OrderedDictionary<string, object?> _values;

    /// <summary>Initializes a row from names and values.</summary>
    public Example(IEnumerable<KeyValuePair<string, object?>> values) => _values = new(values, StringComparer.Ordinal);

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _values.Keys;

    /// <inheritdoc/>
    public IEnumerable<object?> Values => _values.Values;

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <inheritdoc/>
    public object? this[string key] => _values.TryGetValue(key, out object? value) ? value : throw new KeyNotFoundException(
        $"The row has no column \"{key}\"; it has {string.Join(", ", Keys)}.");

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _values.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object? value) => _values.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _values.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
