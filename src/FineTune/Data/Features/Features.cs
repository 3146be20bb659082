using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace FineTune;

/// <summary>The columns of a <see cref="Dataset"/> and what each holds, in column order.</summary>
public sealed class Features : IReadOnlyDictionary<string, Feature>
{
    private readonly OrderedDictionary<string, Feature> _features;

    /// <summary>Initializes the features from names and kinds.</summary>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public Features(IEnumerable<KeyValuePair<string, Feature>> features) => _features = new(features, StringComparer.Ordinal);

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _features.Keys;

    /// <inheritdoc/>
    public IEnumerable<Feature> Values => _features.Values;

    /// <inheritdoc/>
    public int Count => _features.Count;

    /// <summary>Gets what the column of that name holds.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest.</exception>
    public Feature this[string key] => _features.TryGetValue(key, out Feature? feature)
        ? feature
        : throw Data.DataError.NoColumn(key, [.. _features.Keys]);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _features.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Feature value) => _features.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Feature>> GetEnumerator() => _features.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => "{" + string.Join(", ", _features.Select(pair => $"{pair.Key}: {pair.Value}")) + "}";
}
