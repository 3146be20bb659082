using System.Text.Json.Nodes;

namespace FineTune;

/// <summary>The state of a callback, in the shape the reference keeps it in <c>trainer_state.json</c>.</summary>
/// <param name="Args">What the callback was made with, by the reference's names.</param>
/// <param name="Attributes">What has changed since.</param>
public sealed record CallbackState(JsonObject Args, JsonObject Attributes)
{
    internal JsonObject ToJson() => new() { ["args"] = Args.DeepClone(), ["attributes"] = Attributes.DeepClone() };

    internal static CallbackState FromJson(JsonNode? json) => new(
        (json?["args"] as JsonObject)?.DeepClone() as JsonObject ?? [],
        (json?["attributes"] as JsonObject)?.DeepClone() as JsonObject ?? []);
}
