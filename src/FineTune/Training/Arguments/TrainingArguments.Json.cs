using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune;

/// <content>To and from JSON.</content>
public sealed partial record TrainingArguments
{
    /// <summary>The file in a run's folder and in every checkpoint that holds the arguments.</summary>
    internal const string FileName = "training_args.json";

    /// <summary>Writes the arguments as the reference's <c>to_json_string</c> does: its names, its order; tokens are masked.</summary>
    public string ToJson() => JsonText.Write(ToDictionary());

    /// <summary>Reads what <see cref="ToJson"/>, the reference's <c>to_json_string</c> or a configuration file holds.</summary>
    /// <param name="json">A JSON object with any of the arguments; the others keep their defaults.</param>
    /// <param name="warnings">What was translated from an older version's spelling, or left out; one line each.</param>
    /// <exception cref="FormatException">The text is not a JSON object.</exception>
    /// <exception cref="TrainingArgumentsException">A name is unknown or a value of the wrong kind; it lists all that are.</exception>
    public static TrainingArguments FromJson(string json, out IReadOnlyList<string> warnings)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentReader reader = new();
        TrainingArguments args = reader.Read(JsonText.ReadObject(json), new TrainingArguments());
        warnings = reader.Warnings;
        return reader.Problems.Count == 0 ? args : throw new TrainingArgumentsException(reader.Problems);
    }

    /// <summary>Reads what <see cref="ToJson"/>, the reference's <c>to_json_string</c> or a configuration file holds.</summary>
    /// <remarks>To learn what was translated from an older version's spelling, use the overload with warnings.</remarks>
    /// <param name="json">A JSON object with any of the arguments; the others keep their defaults.</param>
    /// <exception cref="FormatException">The text is not a JSON object.</exception>
    /// <exception cref="TrainingArgumentsException">A name is unknown or a value of the wrong kind; it lists all that are.</exception>
    public static TrainingArguments FromJson(string json) => FromJson(json, out _);

    /// <summary>The reference's <c>to_dict</c>: what is derived filled in, tokens masked, our own arguments only when they are set.</summary>
    internal JsonObject ToDictionary()
    {
        TrainingArguments resolved = Resolve();
        JsonObject map = [];
        foreach (TrainingArgument argument in ArgumentTable.Reference)
        {
            map[argument.Name] = argument.Name.EndsWith("_token", StringComparison.Ordinal)
                ? $"<{argument.Name.ToUpperInvariant()}>"
                : argument.Read(resolved);
        }

        foreach (TrainingArgument argument in ArgumentTable.Extensions.Where(argument => argument.IsSet(resolved)))
        {
            map[argument.Name] = argument.Read(resolved);
        }

        return map;
    }

    /// <summary>The reference's <c>to_sanitized_dict</c>: only bool, int, float and text.</summary>
    internal JsonObject ToSanitizedDictionary()
    {
        JsonObject map = ToDictionary();
        map["train_batch_size"] = TrainBatchSize;
        map["eval_batch_size"] = EvalBatchSize;
        foreach ((string key, JsonNode? value) in map.ToArray())
        {
            if (value is not JsonValue)
            {
                map[key] = PythonText.Of(value);
            }
        }

        return map;
    }
}
