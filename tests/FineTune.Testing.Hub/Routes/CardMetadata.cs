using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FineTune.Testing.Server;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace FineTune.Testing.Routes;

/// <summary>The block of YAML at the head of a README.</summary>
internal static partial class CardMetadata
{
    /// <summary>Gets what the block says; null when there is none, or it is no mapping.</summary>
    public static JsonObject? Of(string? readme)
    {
        try
        {
            return BlockOf(readme) is { } block ? Parse(block) as JsonObject : null;
        }
        catch (YamlException)
        {
            return null;
        }
    }

    /// <summary>What a client asks before it uploads a README.</summary>
    public static Answer Validate(JsonObject body)
    {
        if (BlockOf((string?)body["content"]) is not { } block || string.IsNullOrWhiteSpace(block))
        {
            return Answer.Json(new JsonObject { ["errors"] = new JsonArray(), ["warnings"] = new JsonArray(Message("empty or missing yaml metadata in repo card")) });
        }

        string[] errors;
        try
        {
            errors = [.. Errors(Parse(block), (string?)body["repoType"] ?? "model")];
        }
        catch (YamlException e)
        {
            errors = [$"YAML parse error: {e.Message}"];
        }

        return Answer.Json(new JsonObject { ["errors"] = new JsonArray([.. errors.Select(Message)]), ["warnings"] = new JsonArray() }, errors.Length > 0 ? 400 : 200);
    }

    private static JsonObject Message(string text) => new() { ["message"] = text };

    private static IEnumerable<string> Errors(JsonNode? value, string kind)
    {
        if (value is not JsonObject card)
        {
            yield return "metadata must be a mapping";
            yield break;
        }

        foreach (string key in (string[])["tags", "datasets", "metrics"])
        {
            if (card[key] is JsonObject || card[key] is JsonValue entry && entry.GetValueKind() != System.Text.Json.JsonValueKind.String)
            {
                yield return $"\"{key}\" must be an array";
            }
        }

        if (card["license"] is JsonObject)
        {
            yield return "\"license\" must be a string";
        }

        if (kind == "model" && card.ContainsKey("model-index") && card["model-index"] is not JsonArray)
        {
            yield return "\"model-index\" must be an array";
        }

        if (kind == "dataset" && card["configs"] is { } configs && !(configs is JsonArray all && all.All(config => config is JsonObject one && one.ContainsKey("config_name"))))
        {
            yield return "\"configs\" must be an array of objects with config_name";
        }
    }

    private static string? BlockOf(string? text) => text is not null && Block().Match(text) is { Success: true } match ? match.Groups[1].Value : null;

    private static JsonNode? Parse(string block)
    {
        YamlStream yaml = new();
        yaml.Load(new StringReader(block));
        return yaml.Documents.Count == 0 ? null : ToJson(yaml.Documents[0].RootNode);
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Select(pair => KeyValuePair.Create(pair.Key.ToString(), ToJson(pair.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: var text } => Plain(text ?? ""),
        _ => ((YamlScalarNode)node).Value,
    };

    private static JsonNode? Plain(string text) =>
        text is "" or "~" or "null" ? null
        : text is "true" or "false" ? text == "true"
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? whole
        : Number().IsMatch(text) ? double.Parse(text, CultureInfo.InvariantCulture)
        : text;

    [GeneratedRegex(@"\A\s*---\r?\n(.*?)(?:\r?\n)?---(?:\r?\n|\z)", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\A[-+]?\d+\.\d*(?:[eE][-+]\d+)?\z")]
    private static partial Regex Number();
}
