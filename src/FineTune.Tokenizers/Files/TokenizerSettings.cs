using System.Text.Json;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>
/// What tokenizer_config.json holds and is saved to it again: values by the reference's names, of which some are known here and
/// the others are kept as they are.
/// </summary>
internal sealed class TokenizerSettings
{
    /// <summary>The named special tokens, in the reference's order.</summary>
    public static readonly string[] SpecialNames = ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"];

    private readonly Dictionary<string, JsonNode?> _values;

    public TokenizerSettings(Dictionary<string, JsonNode?> values) => _values = values;

    /// <summary>Gets the named special tokens that are set, in order; names beyond the usual come last.</summary>
    public OrderedDictionary<string, AddedToken> SpecialTokens { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets the special tokens without a name.</summary>
    public List<AddedToken> ExtraSpecialTokens { get; } = [];

    public IReadOnlyDictionary<string, JsonNode?> Values => _values;

    public bool Contains(string name) => _values.ContainsKey(name);

    public JsonNode? this[string name]
    {
        get => _values.GetValueOrDefault(name);
        set => _values[name] = value;
    }

    public void SetDefault(string name, JsonNode? value) => _values.TryAdd(name, value);

    public bool Remove(string name, out JsonNode? value) => _values.Remove(name, out value);

    /// <summary>A value that is true or false; null when it is missing or something else.</summary>
    public bool? Bool(string name) => Flag(_values.GetValueOrDefault(name));

    /// <summary>A whole number; null when it is missing or something else.</summary>
    public int? Int(string name) =>
        _values.GetValueOrDefault(name) is JsonValue value && value.GetValueKind() == JsonValueKind.Number
            && int.TryParse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture, out int number)
            ? number
            : null;

    public string? Text(string name) =>
        _values.GetValueOrDefault(name) is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    /// <summary>A special token written as a text or as an object; null when it is missing, null or something else.</summary>
    public static AddedToken? Token(JsonNode? node, bool special = true) => node switch
    {
        JsonValue value when value.GetValueKind() == JsonValueKind.String => new(value.GetValue<string>()) { Special = special },
        JsonObject map when Content(map) is string content => new(content)
        {
            SingleWord = Flag(map["single_word"]) ?? false,
            Lstrip = Flag(map["lstrip"]) ?? false,
            Rstrip = Flag(map["rstrip"]) ?? false,
            Special = Flag(map["special"]) ?? special,
            Normalized = Flag(map["normalized"]) ?? !(Flag(map["special"]) ?? special),
        },
        _ => null,
    };

    /// <summary>The tokens of a list; none when it is not a list.</summary>
    public static IEnumerable<AddedToken> Tokens(JsonNode? list) =>
        list is JsonArray array ? array.Select(item => Token(item)).OfType<AddedToken>() : [];

    private static string? Content(JsonObject map) =>
        map["content"] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static bool? Flag(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
