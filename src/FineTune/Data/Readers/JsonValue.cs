using System.Text.Json;

namespace FineTune.Data;

/// <summary>A JSON value as a column keeps it.</summary>
internal static class JsonValue
{
    /// <param name="value">The value.</param>
    /// <param name="asWritten">Whether numbers keep their characters (<see cref="JsonNumber"/>), in lists too.</param>
    /// <exception cref="InvalidOperationException">A text holds half a character.</exception>
    public static object? Of(JsonElement value, bool asWritten = false) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number when asWritten => new JsonNumber(value.GetRawText()),
        JsonValueKind.Number => value.TryGetInt64(out long whole) ? whole : (object)value.GetDouble(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => ListOf(value, asWritten),
        JsonValueKind.Object => new Example(value.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, Of(property.Value, asWritten)))),
        _ => null,
    };

    private static object ListOf(JsonElement list, bool asWritten)
    {
        object?[] values = [.. list.EnumerateArray().Select(element => Of(element, asWritten))];
        return asWritten || ListConversion.HasNulls(values) ? values : ValueKinds.Of(values) switch
        {
            ValueKind.Int64List => ListConversion.ToInt64(values),
            ValueKind.DoubleList => ListConversion.ToDouble(values),
            ValueKind.StringList => ListConversion.ToStrings(values),
            ValueKind.BoolList => ListConversion.ToBool(values),
            _ => values,
        };
    }
}
