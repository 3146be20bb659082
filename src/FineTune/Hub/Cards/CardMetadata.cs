using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace FineTune.Hub;

/// <summary>Reads the metadata of a README.md, and replaces named keys of it without touching anything else.</summary>
internal static class CardMetadata
{
    /// <summary>Reads a card's metadata; a card without a block has none.</summary>
    /// <param name="card">The text of README.md.</param>
    /// <param name="name">What to call it in messages: a path, or the file of a repository.</param>
    /// <exception cref="InvalidDataException">The block is no YAML, or no mapping.</exception>
    public static YamlMappingNode Read(string card, string name = CardText.FileName) => Parse(CardText.Split(card), name);

    /// <summary>Reads a card's metadata as JSON has them (<see cref="YamlText.ToJson"/>).</summary>
    /// <inheritdoc cref="Read"/>
    public static JsonObject ReadJson(string card, string name = CardText.FileName) => (JsonObject)YamlText.ToJson(Read(card, name))!;

    /// <summary>
    /// Gives keys of the metadata other values: a key that is there stays in its place, a new one comes last, null takes one out. The lines
    /// of other keys, comments, line endings and the text below stay as they are.
    /// </summary>
    /// <param name="card">The text of README.md, empty for none.</param>
    /// <param name="values">The values of the keys (<see cref="YamlText.FromJson"/> makes them).</param>
    /// <param name="name">What to call the card in messages.</param>
    /// <exception cref="InvalidDataException">The block is no YAML, or no mapping.</exception>
    public static string Replace(string card, IEnumerable<KeyValuePair<string, YamlNode?>> values, string name = CardText.FileName)
    {
        CardText text = CardText.Split(card);
        _ = Parse(text, name);
        string yaml = text.Yaml.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        yaml = yaml.Length == 0 || yaml.EndsWith('\n') ? yaml : yaml + "\n";
        foreach ((string key, YamlNode? value) in values)
        {
            yaml = ReplaceKey(yaml, key, value);
        }

        return text.WithYaml(yaml).ToString();
    }

    private static string ReplaceKey(string yaml, string key, YamlNode? value)
    {
        YamlMappingNode wanted = YamlText.ReadMap(yaml)!;
        string edited = SpliceKey(yaml, wanted, key, value);
        YamlScalarNode scalar = new(key);
        if (value is null)
        {
            wanted.Children.Remove(scalar);
        }
        else
        {
            wanted.Children[wanted.Children.ContainsKey(scalar) ? wanted.Children.Keys.First(scalar.Equals) : YamlText.Scalar(key)] = value;
        }

        // Lines can be exchanged only in a block of one key a line; what is written in braces, or refers to an anchor, is written anew.
        return MeansTheSame(edited, wanted) ? edited : YamlText.Write(wanted);
    }

    private static string SpliceKey(string yaml, YamlMappingNode map, string key, YamlNode? value)
    {
        string lines = value is null ? string.Empty : YamlText.Write(YamlText.Map((key, value)));
        YamlNode[] keys = [.. map.Children.Keys];
        int at = Array.FindIndex(keys, candidate => candidate is YamlScalarNode scalar && scalar.Value == key);
        if (at < 0)
        {
            return yaml + lines;
        }

        int start = (int)keys[at].Start.Index;
        int end = at + 1 < keys.Length ? (int)keys[at + 1].Start.Index : yaml.Length;
        return yaml[..start] + lines + yaml[(start + WithoutRemarks(yaml[start..end]))..];
    }

    /// <summary>Leaves comments and empty lines that stand between a value and the next key where they are.</summary>
    private static int WithoutRemarks(string lines)
    {
        int end = lines.Length;
        while (end > 0)
        {
            int line = lines.LastIndexOf('\n', Math.Max(end - 2, 0)) + 1;
            if (line == 0 || (lines[line] is not '#' && lines[line..end].AsSpan().Trim().Length > 0))
            {
                break;
            }

            end = line;
        }

        return end;
    }

    private static bool MeansTheSame(string yaml, YamlMappingNode wanted)
    {
        try
        {
            return YamlText.ReadMap(yaml) is { } map && JsonNode.DeepEquals(YamlText.ToJson(map), YamlText.ToJson(wanted))
                && map.Children.Keys.Select(key => key.ToString()).SequenceEqual(wanted.Children.Keys.Select(key => key.ToString()), StringComparer.Ordinal);
        }
        catch (YamlException)
        {
            return false;
        }
    }

    private static YamlMappingNode Parse(CardText card, string name)
    {
        try
        {
            return YamlText.ReadMap(card.Yaml) ?? Throw.CardIsNoMapping(name);
        }
        catch (YamlException cause)
        {
            return Throw.CardIsNoYaml(name, card.Opening.Split(card.LineBreak).Length - 1, cause);
        }
    }
}
