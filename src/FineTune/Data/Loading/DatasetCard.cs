using System.Text.Json.Nodes;
using FineTune.Hub;
using YamlDotNet.RepresentationModel;
using JsonScalar = System.Text.Json.Nodes.JsonValue;

namespace FineTune.Data;

/// <summary>What a data set says about itself: the metadata of its README.md, and the older dataset_infos.json.</summary>
/// <param name="Configs">Its configurations, in order.</param>
/// <param name="Descriptions">What it says of each, by name.</param>
internal sealed record DatasetCard(IReadOnlyList<DatasetConfig> Configs, OrderedDictionary<string, DatasetDescription> Descriptions)
{
    private const string Default = "default";

    public static DatasetCard Empty { get; } = new([], []);

    /// <summary>Gets the configuration that is loaded when none is named: the only one, the one marked so, or the one called "default".</summary>
    /// <exception cref="InvalidDataException">Two are.</exception>
    public DatasetConfig? DefaultConfig
    {
        get
        {
            DatasetConfig[] candidates = [.. Configs.Where(config => Configs.Count == 1 || config.Name == Default || config.IsDefault)];
            return candidates.Length > 1 ? throw DataError.SeveralDefaults(candidates[0].Name, candidates[1].Name) : candidates.FirstOrDefault();
        }
    }

    /// <summary>Reads the files that describe a data set; either may be missing.</summary>
    /// <param name="readme">The text of README.md.</param>
    /// <param name="infos">The text of dataset_infos.json.</param>
    /// <param name="name">The data set, for errors.</param>
    /// <exception cref="InvalidDataException">One of them is broken.</exception>
    public static DatasetCard Read(string? readme, string? infos, string name)
    {
        YamlMappingNode card = readme is null ? [] : CardMetadata.Read(readme, $"{name}/README.md");
        OrderedDictionary<string, DatasetDescription> descriptions = infos is null ? [] : DescriptionsOfJson(infos, name);
        foreach ((string config, DatasetDescription description) in DescriptionsOf(Child(card, "dataset_info"), name))
        {
            descriptions[config] = description;
        }

        return new DatasetCard(ConfigsOf(Child(card, "configs"), name), descriptions);
    }

    private static IReadOnlyList<DatasetConfig> ConfigsOf(YamlNode? node, string name) => node switch
    {
        null => [],
        YamlSequenceNode list => [.. list.Children.Select(config => ConfigOf(config, name))],
        YamlScalarNode scalar when YamlText.ToJson(scalar) is null => [],
        _ => throw DataError.ConfigsAreNoList(name, Show(node)),
    };

    private static DatasetConfig ConfigOf(YamlNode node, string name)
    {
        if (node is not YamlMappingNode map || Child(map, "config_name") is not YamlScalarNode { Value: { } configName })
        {
            throw DataError.ConfigWithoutName(name, Show(node));
        }

        JsonObject options = (JsonObject)YamlText.ToJson(map)!;
        DataFiles? files = options["data_files"] is { } given ? DataFilesForm.Read(given, name) : null;
        string? folder = options["data_dir"] is JsonScalar text ? text.ToString() : null;
        bool isDefault = options["default"] is JsonScalar flag && flag.TryGetValue(out bool set) && set;
        Features? features = Child(map, "features") is { } columns ? FeaturesYaml.Read(columns) : null;
        foreach (string known in new[] { "config_name", "data_files", "data_dir", "default", "features" })
        {
            options.Remove(known);
        }

        return new DatasetConfig(configName, files, folder, isDefault, features, options);
    }

    private static IEnumerable<(string Config, DatasetDescription Description)> DescriptionsOf(YamlNode? node, string name) => node switch
    {
        YamlMappingNode map => [DescriptionOf(map, name)],
        YamlSequenceNode list => list.Children.OfType<YamlMappingNode>().Select(map => DescriptionOf(map, name)),
        _ => [],
    };

    private static (string Config, DatasetDescription Description) DescriptionOf(YamlMappingNode map, string name)
    {
        string config = (Child(map, "config_name") as YamlScalarNode)?.Value ?? Default;
        Features? features = Child(map, "features") is { } columns && YamlText.ToJson(columns) is not null ? FeaturesYaml.Read(columns) : null;
        JsonNode? splits = Child(map, "splits") is { } list ? YamlText.ToJson(list) : null;
        return (config, new DatasetDescription(features, RowsOf((splits as JsonArray)?.OfType<JsonObject>())));
    }

    /// <summary>The older form: a configuration by name; the name of a single one was made of the repository's.</summary>
    private static OrderedDictionary<string, DatasetDescription> DescriptionsOfJson(string infos, string name)
    {
        JsonObject all = JsonText.ReadObject(infos);
        OrderedDictionary<string, DatasetDescription> descriptions = new(StringComparer.Ordinal);
        foreach ((string config, JsonNode? info) in all)
        {
            Features? features = info?["features"] is { } columns ? FeaturesJson.Read(columns) : null;
            IEnumerable<JsonObject>? splits = (info?["splits"] as JsonObject)?.Select(split => split.Value).OfType<JsonObject>();
            descriptions[all.Count == 1 ? Default : config] = new DatasetDescription(features, RowsOf(splits));
        }

        return descriptions;
    }

    private static OrderedDictionary<string, long>? RowsOf(IEnumerable<JsonObject>? splits)
    {
        if (splits is null)
        {
            return null;
        }

        OrderedDictionary<string, long> rows = new(StringComparer.Ordinal);
        foreach (JsonObject split in splits)
        {
            if (split["name"] is JsonScalar name && split["num_examples"] is JsonScalar number && number.TryGetValue(out long count))
            {
                rows[name.ToString()] = count;
            }
        }

        return rows;
    }

    private static YamlNode? Child(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? value : null;

    private static string Show(YamlNode node) => YamlText.ToJson(node)?.ToJsonString() ?? "null";
}
