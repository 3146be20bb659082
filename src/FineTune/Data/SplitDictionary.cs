using System.Collections;
using System.Diagnostics.CodeAnalysis;
using FineTune.Data;

namespace FineTune;

/// <summary>Something for each split of a data set by its name, such as <c>"train"</c>; it never changes.</summary>
/// <typeparam name="T">A <see cref="Dataset"/> or an <see cref="IterableDataset"/>.</typeparam>
public abstract class SplitDictionary<T> : IReadOnlyDictionary<string, T>
    where T : class
{
    private readonly OrderedDictionary<string, T> _splits;

    private protected SplitDictionary(IEnumerable<KeyValuePair<string, T>> splits) => _splits = new(splits, StringComparer.Ordinal);

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _splits.Keys;

    /// <inheritdoc/>
    public IEnumerable<T> Values => _splits.Values;

    /// <inheritdoc/>
    public int Count => _splits.Count;

    /// <summary>Gets what a split has; sets it while the collection is made.</summary>
    /// <exception cref="KeyNotFoundException">There is no such split; the message names those there are.</exception>
    public T this[string key]
    {
        get => _splits.TryGetValue(key, out T? split) ? split : throw DataError.NoSplit(key, [.. _splits.Keys]);
        init => _splits[key] = value;
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _splits.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value) => _splits.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, T>> GetEnumerator() => _splits.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => GetType().Name + "(" + string.Join(", ", _splits.Select(pair => $"{pair.Key}: {pair.Value}")) + ")";
}
