using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace FineTune.Tokenizers;

/// <summary>Reads JSON files, and says which one it was when that fails.</summary>
internal static class JsonFile
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256 };

    /// <summary>The root of a file.</summary>
    public static JsonPart Read(string path)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(path);
            if (!Utf8.IsValid(bytes))
                throw new TokenizerException($"{path} is not UTF-8 text: it was damaged. Download or copy it again.");
            return new(Parse(bytes), path, "$");
        }
        catch (JsonException exception)
        {
            throw new TokenizerException(
                $"{path} is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}): " +
                "it was cut off or damaged. Download or copy it again.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            throw new TokenizerException($"{path} cannot be read: {exception.Message} Check the path and its permissions.", exception);
        }
    }

    /// <summary>The properties of a file's object, or none when there is no such file.</summary>
    public static Dictionary<string, JsonNode?> ReadProperties(string path)
    {
        Dictionary<string, JsonNode?> result = new(StringComparer.Ordinal);
        if (!File.Exists(path))
            return result;
        foreach ((string name, JsonPart part) in Read(path).Properties())
            result[name] = ToNode(part.Value);
        return result;
    }

    private static JsonNode? ToNode(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Object => JsonObject.Create(value),
        JsonValueKind.Array => JsonArray.Create(value),
        _ => JsonValue.Create(value),
    };

    /// <summary>The root, which keeps its document: a copy of its own would take the room of the whole file once more.</summary>
    private static JsonElement Parse(byte[] json)
    {
        ReadOnlyMemory<byte> text = json is [0xef, 0xbb, 0xbf, ..] ? json.AsMemory(3) : json;
        try
        {
            return JsonDocument.Parse(text, Options).RootElement;
        }
        catch (JsonException) when (WithoutConstants(text.Span) is { } plain)
        {
            return JsonDocument.Parse(plain, Options).RootElement;
        }
    }

    /// <summary>Gets a document with numbers for the constants that Python writes though JSON has none of them; null when there are none.</summary>
    private static byte[]? WithoutConstants(ReadOnlySpan<byte> json)
    {
        byte[] plain = json.ToArray();
        bool isText = false;
        bool found = false;
        for (int i = 0; i < plain.Length; i++)
        {
            if (plain[i] == '"')
                isText = !isText;
            else if (isText && plain[i] == '\\')
                i++;
            else if (!isText && plain[i] is (byte)'N' or (byte)'I' or (byte)'-')
                found |= Replace(plain, i, "NaN"u8, "0  "u8) || Replace(plain, i, "Infinity"u8, "99999999"u8) || Replace(plain, i, "-Infinity"u8, "-99999999"u8);
        }

        return found ? plain : null;
    }

    private static bool Replace(Span<byte> json, int at, ReadOnlySpan<byte> constant, ReadOnlySpan<byte> number)
    {
        if (!json[at..].StartsWith(constant))
            return false;
        number.CopyTo(json[at..]);
        return true;
    }
}
