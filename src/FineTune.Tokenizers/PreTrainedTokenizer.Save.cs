using System.Text;
using System.Text.Json.Nodes;
using FineTune.Tokenizers;

namespace FineTune;

public sealed partial class PreTrainedTokenizer
{
    private static readonly string[] NeverSaved =
        ["added_tokens_decoder", "additional_special_tokens", "device_map", "slow_tokenizer_class", "special_tokens_map_file"];

    /// <summary>Writes <c>tokenizer.json</c> and <c>tokenizer_config.json</c>, which the reference reads too.</summary>
    /// <param name="folder">The folder; made if it does not exist.</param>
    /// <returns>The files written.</returns>
    /// <remarks>
    /// As in the reference, tokenizer.json also notes the truncation and padding last asked for (before the first call: those it was
    /// read with).
    /// </remarks>
    /// <exception cref="IOException">The path is a file, or cannot be written.</exception>
    public IReadOnlyList<string> SavePretrained(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (File.Exists(folder))
            Throw.SaveFolderIsFile(folder);
        Directory.CreateDirectory(folder);
        string config = Path.Combine(folder, "tokenizer_config.json"), tokenizer = Path.Combine(folder, "tokenizer.json");
        UTF8Encoding utf8 = new(encoderShouldEmitUTF8Identifier: false);
        File.WriteAllText(config, JsonText.Write(ConfigToJson(), sortKeys: true) + "\n", utf8);
        File.WriteAllText(tokenizer, JsonText.Write(_backend.ToJson(), sortKeys: false), utf8);
        return [config, tokenizer];
    }

    private JsonObject ConfigToJson()
    {
        JsonObject config = [];
        foreach ((string name, JsonNode? value) in _settings.Values)
            config[name] = value?.DeepClone();
        foreach (string name in NeverSaved)
            config.Remove(name);
        if (config.ContainsKey("pad_token_type_id"))
            config["pad_token_type_id"] = PadTokenTypeId;
        config["model_max_length"] = config["model_max_length"] is JsonValue length
            ? length.DeepClone()
            : ModelMaxLength == UnknownMaxLength ? JsonNode.Parse(VeryLarge) : ModelMaxLength;
        foreach ((string name, AddedToken token) in _settings.SpecialTokens)
            config[name] = token.Content;
        if (_settings.ExtraSpecialTokens.Count > 0)
            config["extra_special_tokens"] = new JsonArray([.. _settings.ExtraSpecialTokens.Select(token => JsonValue.Create(token.Content))]);
        config["tokenizer_class"] = _class.Name;
        return config;
    }
}
