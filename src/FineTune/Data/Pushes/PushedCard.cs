using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FineTune.Hub;

namespace FineTune.Data;

/// <summary>Merges what is pushed into what a repository says of itself: the metadata of its README.md, and the older dataset_infos.json.</summary>
/// <param name="repo">The repository.</param>
/// <param name="config">The configuration that is pushed to.</param>
/// <param name="splits">What is pushed.</param>
/// <param name="replacedBytes">How large the files are together in whose place it comes.</param>
internal sealed partial class PushedCard(RepoId repo, PushedConfig config, IReadOnlyList<PushedSplit> splits, long replacedBytes)
{
    public const string InfosFile = "dataset_infos.json";
    private const string InfoKey = "dataset_info";
    private const string ConfigsKey = "configs";
    private const string NameKey = "config_name";

    /// <summary>Gets the text of README.md, or null.</summary>
    public string? Readme { get; init; }

    /// <summary>Gets the text of dataset_infos.json, or null.</summary>
    public string? Infos { get; init; }

    /// <summary>Gets the files in the folder <c>data</c>, where pushes left them before cards named configurations.</summary>
    public IReadOnlyList<string> OlderFiles { get; init; } = [];

    /// <summary>Gets the files that say it anew, with their texts.</summary>
    /// <exception cref="InvalidDataException">What is there cannot be understood.</exception>
    /// <exception cref="ArgumentException">What is pushed does not go with what is there.</exception>
    public IEnumerable<(string Path, string Text)> Changes()
    {
        DatasetCard card = DatasetCard.Read(Readme, Infos, repo.Id);
        DatasetDescription? described = card.Descriptions.TryGetValue(config.Name, out DatasetDescription? found) ? found : null;
        RequireSameFeatures(described);
        JsonObject metadata = CardMetadata.ReadJson(Readme ?? string.Empty, $"{CardText.FileName} of {repo}");
        SortedDictionary<string, JsonObject> infos = ByName(metadata[InfoKey]);
        JsonObject? older = Infos is null ? null : JsonText.ReadObject(Infos);
        PushedInfo info = new(config, splits, replacedBytes);
        infos[config.Name] = info.Merge(infos.TryGetValue(config.Name, out JsonObject? earlier) ? earlier : PushedInfo.FromOlder(older?[config.Name]));
        yield return (CardText.FileName, CardMetadata.Replace(
            Readme ?? string.Empty,
            [new(InfoKey, YamlText.FromJson(InfosForm(infos))), new(ConfigsKey, YamlText.FromJson(Configs(card, metadata[ConfigsKey])))],
            $"{CardText.FileName} of {repo}"));
        if (older?[config.Name] is JsonObject entry)
        {
            info.WriteOlder(entry, infos[config.Name]);
            yield return (InfosFile, JsonText.WriteLine(older));
        }
    }

    private void RequireSameFeatures(DatasetDescription? described)
    {
        string[] others = [.. (described?.NumExamples?.Keys ?? Enumerable.Empty<string>()).Except(splits.Select(split => split.Name))];
        if (!config.ReplacesOthers && others.Length > 0 && described?.Features is { } present && !PushedInfo.AreEqual(config.Features, present))
        {
            throw DataError.PushedFeaturesDiffer(config.Features, others, present);
        }
    }

    private static SortedDictionary<string, JsonObject> ByName(JsonNode? node)
    {
        IEnumerable<JsonObject> entries = node is JsonObject one ? [one] : (node as JsonArray ?? []).OfType<JsonObject>();
        SortedDictionary<string, JsonObject> byName = new(CodePointOrder.Instance);
        foreach (JsonObject entry in entries)
        {
            byName[entry[NameKey]?.ToString() ?? PushedConfig.Default] = entry;
        }

        return byName;
    }

    /// <summary>A single configuration is a mapping, several are a list; the name comes first.</summary>
    private static JsonNode InfosForm(SortedDictionary<string, JsonObject> infos)
    {
        JsonObject[] entries = [.. infos.Select(pair => Named(pair.Key, pair.Value))];
        if (entries.Length > 1)
        {
            return new JsonArray([.. entries]);
        }

        if (infos.ContainsKey(PushedConfig.Default))
        {
            entries[0].Remove(NameKey);
        }

        return entries[0];
    }

    private static JsonObject Named(string name, JsonObject entry)
    {
        JsonObject named = (JsonObject)entry.DeepClone();
        named.Remove(NameKey);
        named.Insert(0, NameKey, name);
        return named;
    }

    private JsonArray Configs(DatasetCard card, JsonNode? node)
    {
        SortedDictionary<string, JsonObject> configs = ByName(node);
        DatasetConfig? earlier = card.Configs.FirstOrDefault(candidate => candidate.Name == config.Name);
        if (configs.Count == 0 && OlderSplits() is { Length: > 0 } older)
        {
            DatasetConfig unnamed = new(PushedConfig.Default, new DataFiles(older.Select(
                split => KeyValuePair.Create(split, (IReadOnlyList<string>)[$"data/{split}-*"]))));
            configs[unnamed.Name] = new JsonObject { ["data_files"] = DataFilesOf(unnamed, []) };
            earlier = config.Name == unnamed.Name ? unnamed : null;
        }

        if (config.IsSetDefault)
        {
            ClearDefault(configs);
        }

        JsonObject entry = new() { ["data_files"] = DataFilesOf(config.ReplacesOthers ? null : earlier, splits) };
        if (config.Name != PushedConfig.Default && (config.IsSetDefault || earlier?.IsDefault == true))
        {
            entry["default"] = true;
        }

        configs[config.Name] = entry;
        return new JsonArray([.. configs.Select(pair => Named(pair.Key, pair.Value))]);
    }

    private void ClearDefault(SortedDictionary<string, JsonObject> configs)
    {
        if (config.Name != PushedConfig.Default && configs.ContainsKey(PushedConfig.Default))
        {
            throw DataError.DefaultIsNamed(config.Name);
        }

        foreach (JsonObject other in configs.Values)
        {
            other.Remove("default");
        }
    }

    /// <summary>The files of the splits that stay, and of those that are pushed.</summary>
    private JsonArray DataFilesOf(DatasetConfig? earlier, IReadOnlyList<PushedSplit> pushed)
    {
        OrderedDictionary<string, IReadOnlyList<string>> paths = new(StringComparer.Ordinal);
        foreach (string split in earlier?.DataFiles?.Splits ?? [])
        {
            paths[split] = [.. earlier!.DataFiles![split].Select(path => earlier.DataDir is { } folder ? RepoPath.Combine(folder.TrimEnd('/'), path) : path)];
        }

        foreach (PushedSplit split in pushed)
        {
            paths[split.Name] = [config.PathOf(split.Name) + "*"];
        }

        return new JsonArray([.. paths.Select(pair => new JsonObject
        {
            ["split"] = pair.Key,
            ["path"] = pair.Value.Count == 1 ? pair.Value[0] : new JsonArray([.. pair.Value.Select(path => (JsonNode)path)]),
        })]);
    }

    private string[] OlderSplits() =>
        [.. OlderFiles.Select(path => OlderFile().Match(path)).Where(match => match.Success).Select(match => match.Groups[1].Value).Distinct()];

    [GeneratedRegex(@"^data/(\w+(?:\.\w+)*)-[0-9]{5}-of-[0-9]{5}[^/]*\.parquet$", RegexOptions.CultureInvariant)]
    private static partial Regex OlderFile();
}
