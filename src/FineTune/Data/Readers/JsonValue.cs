using System.Text.Json;

namespace FineTune.Data;

/// <summary>A JSON value as a column keeps it.</summary>
internal static class JsonValue
{
    public static object? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetInt64(out long whole) ? whole : (object)value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => ListOf(value),
        JsonValueKind.Object => new Example(value.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, Of(property.Value)))),
        _ => null,
    };

    private static object ListOf(JsonElement list)
    {
        object?[] values = [.. list.EnumerateArray().Select(Of)];
        return ListConversion.HasNulls(values) ? values : ValueKinds.Of(values) switch
        {
            ValueKind.Int64List => ListConversion.ToInt64(values),
            ValueKind.DoubleList => ListConversion.ToDouble(values),
            ValueKind.StringList => ListConversion.ToStrings(values),
            ValueKind.BoolList => ListConversion.ToBool(values),
            _ => values,
        };
    }
}
