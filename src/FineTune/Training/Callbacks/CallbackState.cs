using System.Text.Json;
using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune;

/// <summary>The state of a callback, in the shape the reference keeps it in <c>trainer_state.json</c>.</summary>
/// <param name="Args">What the callback was made with, by the reference's names.</param>
/// <param name="Attributes">What has changed since.</param>
public sealed record CallbackState(JsonObject Args, JsonObject Attributes)
{
    internal JsonObject ToJson() => new() { ["args"] = Args.DeepClone(), ["attributes"] = Attributes.DeepClone() };

    internal static CallbackState FromJson(JsonNode? json) => new(Copy((json as JsonObject)?["args"]), Copy((json as JsonObject)?["attributes"]));

    /// <summary>Numbers come back such that any type of number they fit can be asked for.</summary>
    private static JsonObject Copy(JsonNode? node)
    {
        if (node is not JsonObject map)
        {
            return [];
        }

        try
        {
            return JsonNode.Parse(JsonText.WriteLine(map))!.AsObject();
        }
        catch (JsonException)
        {
            return map.DeepClone().AsObject(); // NaN and Infinity are no JSON elsewhere.
        }
    }
}
