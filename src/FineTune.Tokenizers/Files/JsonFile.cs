using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace FineTune.Tokenizers;

/// <summary>Reads JSON files, and says which one it was when that fails.</summary>
internal static class JsonFile
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256 };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The root of a file.</summary>
    public static JsonPart Read(string path)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(path);
            if (!Utf8.IsValid(bytes))
                throw new TokenizerException($"{path} is not UTF-8 text: it was damaged. Download or copy it again.");
            ReadOnlyMemory<byte> text = bytes.AsSpan().StartsWith(ByteOrderMark) ? bytes.AsMemory(ByteOrderMark.Length) : bytes;
            using JsonDocument document = JsonDocument.Parse(text, Options);
            return new(document.RootElement.Clone(), path, "$");
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
}
