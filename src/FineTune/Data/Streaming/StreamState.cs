using System.Text.Json.Nodes;
using JsonScalar = System.Text.Json.Nodes.JsonValue;

namespace FineTune.Data;

/// <summary>
/// How far a pass over a stream is: the counters of a step and the states of what it reads. Whoever reads keeps it up to date, so that a
/// copy taken between two examples is where another pass can go on.
/// </summary>
internal sealed class StreamState(string step, long[] counters, params StreamState[] sources)
{
    public long[] Counters => counters;

    public StreamState[] Sources => sources;

    public StreamState Copy() => new(step, [.. counters], Array.ConvertAll(sources, source => source.Copy()));

    public JsonObject ToJson()
    {
        JsonObject json = new() { ["step"] = step, ["counters"] = new JsonArray([.. counters.Select(counter => JsonScalar.Create(counter))]) };
        if (sources.Length > 0)
        {
            json["sources"] = new JsonArray([.. sources.Select(source => source.ToJson())]);
        }

        return json;
    }

    /// <summary>Reads a state of the same steps as this one.</summary>
    /// <exception cref="InvalidDataException">It is a state of other steps.</exception>
    public StreamState Read(JsonNode? json)
    {
        if (json is JsonObject state
            && state["step"] is JsonScalar name && name.TryGetValue(out string? read) && read == step
            && state["counters"] is JsonArray counted && counted.Count == counters.Length
            && (state["sources"] ?? new JsonArray()) is JsonArray inner && inner.Count == sources.Length
            && Array.TrueForAll([.. counted], counter => counter is JsonScalar number && number.TryGetValue(out long _)))
        {
            return new StreamState(step, [.. counted.Select(counter => counter!.GetValue<long>())], [.. sources.Zip(inner, (source, of) => source.Read(of))]);
        }

        throw DataError.OtherStreamState(step, json);
    }
}
