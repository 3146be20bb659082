using System.Buffers;
using System.Collections;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FineTune.Data;

/// <summary>Writes a column's values as JSON.</summary>
internal static class ColumnJson
{
    public static string Of(object? value)
    {
        ArrayBufferWriter<byte> bytes = new();
        using Utf8JsonWriter json = new(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Write(json, value);
        json.Flush();
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    public static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case IReadOnlyDictionary<string, object?> entries:
                WriteObject(json, entries);
                break;
            case byte[] or TimeOnly or decimal:
                json.WriteStringValue(WrittenText.Json(value));
                break;
            case DateOnly or DateTime or DateTimeOffset or TimeSpan:
                json.WriteNumberValue(WrittenText.Milliseconds(value)!.Value);
                break;
            case JsonNumber number:
                json.WriteRawValue(number.Text);
                break;
            case IEnumerable list:
                WriteList(json, list);
                break;
            default:
                WriteNumber(json, value);
                break;
        }
    }

    /// <summary>JSON has no name for what is not finite; such a number is null.</summary>
    private static void WriteNumber(Utf8JsonWriter json, object value)
    {
        if (value is ulong large)
        {
            json.WriteNumberValue(large);
            return;
        }

        switch (ValueKinds.Of(value))
        {
            case ValueKind.Integer:
                json.WriteNumberValue(ValueKinds.ToInt64(value));
                break;
            case ValueKind.Float when ValueKinds.ToDouble(value) is var number && double.IsFinite(number):
                json.WriteRawValue(FloatText.Python(number));
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }

    private static void WriteObject(Utf8JsonWriter json, IReadOnlyDictionary<string, object?> entries)
    {
        json.WriteStartObject();
        foreach ((string name, object? entry) in entries)
        {
            json.WritePropertyName(name);
            Write(json, entry);
        }

        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, IEnumerable list)
    {
        json.WriteStartArray();
        foreach (object? element in list)
        {
            Write(json, element);
        }

        json.WriteEndArray();
    }
}
