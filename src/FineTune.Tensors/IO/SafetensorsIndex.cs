using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FineTune.IO;

/// <summary>
/// <c>model.safetensors.index.json</c>: which file holds which tensor. Written as Python's json does with sorted keys and two spaces.
/// </summary>
internal sealed class SafetensorsIndex
{
    private const long MaxLength = 100_000_000;

    public SafetensorsIndex(IReadOnlyDictionary<string, string> weightMap, long totalParameters, long totalSize)
    {
        WeightMap = weightMap;
        TotalParameters = totalParameters;
        TotalSize = totalSize;
    }

    /// <summary>Gets the file, in the same folder, of each tensor.</summary>
    public IReadOnlyDictionary<string, string> WeightMap { get; }

    public long TotalParameters { get; }

    /// <summary>Gets the bytes of all tensors together.</summary>
    public long TotalSize { get; }

    public static SafetensorsIndex Load(string path)
    {
        long length = new FileInfo(path).Length;
        if (length > MaxLength)
        {
            Throw.SafetensorsIndex(path, $"it has {length} bytes, above the limit of {MaxLength}");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(WithoutMark(File.ReadAllBytes(path)), new() { AllowDuplicateProperties = false });
            return Read(path, document.RootElement);
        }
        catch (JsonException error)
        {
            throw FileDisguise.OfText(path, isJson: true) is { } disguise ? Throw.DisguisedSafetensors(path, disguise, error) : Throw.SafetensorsIndexError(path, $"it is not valid JSON ({error.Message.TrimEnd('.')})", error);
        }
    }

    public void Save(string path)
    {
        StringBuilder json = new();
        json.Append("{\n  \"metadata\": {\n");
        json.Append(CultureInfo.InvariantCulture, $"    \"total_parameters\": {TotalParameters},\n    \"total_size\": {TotalSize}\n  }},\n");
        json.Append("  \"weight_map\": {");
        string separator = "\n";
        foreach ((string name, string file) in WeightMap.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.Append(separator).Append("    ");
            AppendText(json, name);
            json.Append(": ");
            AppendText(json, file);
            separator = ",\n";
        }

        json.Append(WeightMap.Count == 0 ? "}\n}\n" : "\n  }\n}\n");
        WholeFile.Write(path, stream => stream.Write(Encoding.ASCII.GetBytes(json.ToString())));
    }

    /// <summary>Editors of some systems put a byte order mark before the text.</summary>
    private static ReadOnlyMemory<byte> WithoutMark(byte[] json) => json is [0xef, 0xbb, 0xbf, ..] ? json.AsMemory(3) : json;

    private static SafetensorsIndex Read(string path, JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("weight_map", out JsonElement map) || map.ValueKind != JsonValueKind.Object)
        {
            throw Throw.SafetensorsIndexError(path, "it has no object \"weight_map\"");
        }

        Dictionary<string, string> weightMap = new(StringComparer.Ordinal);
        foreach (JsonProperty property in map.EnumerateObject())
        {
            string? file = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : null;
            if (file is null || !IsPlainFileName(file))
            {
                Throw.SafetensorsIndex(path, $"the file of tensor \"{property.Name}\" is {property.Value}, expected the name of a file beside it");
            }

            weightMap[property.Name] = file!;
        }

        root.TryGetProperty("metadata", out JsonElement metadata);
        return new SafetensorsIndex(weightMap, Number(metadata, "total_parameters"), Number(metadata, "total_size"));
    }

    /// <summary>An index from elsewhere must not lead out of its folder.</summary>
    private static bool IsPlainFileName(string file) =>
        file.Length > 0 && file is not ("." or "..") && file.AsSpan().IndexOfAny('/', '\\', '\0') < 0 && !file.Contains(':', StringComparison.Ordinal);

    /// <summary>What an index says of itself is of no consequence; some write it as a float.</summary>
    private static long Number(JsonElement metadata, string name) =>
        metadata.ValueKind == JsonValueKind.Object && metadata.TryGetProperty(name, out JsonElement value) &&
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) ? (long)number : 0;

    private static void AppendText(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\b' => json.Append("\\b"),
                '\f' => json.Append("\\f"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                < ' ' or > '~' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => json.Append(c),
            };
        }

        json.Append('"');
    }
}
