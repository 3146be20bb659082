using System.Text.Json.Nodes;

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
        JsonObject json = new() { ["step"] = step, ["counters"] = new JsonArray([.. counters.Select(counter => System.Text.Json.Nodes.JsonValue.Create(counter))]) };
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
        try
        {
            long[] read = [.. json!["counters"]!.AsArray().Select(counter => counter!.GetValue<long>())];
            JsonArray inner = json["sources"]?.AsArray() ?? [];
            if (json["step"]!.GetValue<string>() == step && read.Length == counters.Length && inner.Count == sources.Length)
            {
                return new StreamState(step, read, [.. sources.Zip(inner, (source, state) => source.Read(state))]);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or NullReferenceException or FormatException)
        {
            throw DataError.OtherStreamState(step, json);
        }

        throw DataError.OtherStreamState(step, json);
    }
}
