using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace FineTune;

/// <summary>The columns of a <see cref="Dataset"/> and what each holds, in column order.</summary>
public sealed class Features : IReadOnlyDictionary<string, Feature>
{
    private readonly OrderedDictionary<string, Feature> _features;

    /// <summary>Initializes the features from names and kinds.</summary>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public Features(IEnumerable<KeyValuePair<string, Feature>> features) => _features = new(features, StringComparer.Ordinal);

    /// <summary>What rows hold, found out from some of them; columns that only some have are among them.</summary>
    internal static Features Of(IEnumerable<Example> rows)
    {
        Example[] all = [.. rows];
        IEnumerable<string> names = all.SelectMany(row => row.Keys).Distinct(StringComparer.Ordinal);
        return new Features(names.Select(name => KeyValuePair.Create(name, Data.ColumnBuilder.Build(
            name, Array.ConvertAll(all, row => row.TryGetValue(name, out object? value) ? value : null), row => all[row].Place ?? $"example {row}").Feature)));
    }

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

    /// <summary>Reads the form that the reference writes into <c>dataset_info.json</c> and into the metadata of parquet and Arrow files.</summary>
    /// <exception cref="InvalidDataException">It is not that form, or names a type that does not exist.</exception>
    internal static Features FromJson(JsonNode? node) => Data.FeaturesJson.Read(node);

    /// <summary>Gets the form that <see cref="FromJson"/> reads.</summary>
    internal JsonObject ToJson() => Data.FeaturesJson.Write(this);

    /// <summary>Reads the form of a README's <c>dataset_info: features:</c>, a list of columns.</summary>
    /// <exception cref="InvalidDataException">It is not that form, or names a type that does not exist.</exception>
    internal static Features FromYaml(YamlNode node) => Data.FeaturesYaml.Read(node);

    /// <summary>Gets the form that <see cref="FromYaml"/> reads.</summary>
    internal YamlSequenceNode ToYaml() => Data.FeaturesYaml.Write(this);

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
