using System.Text.Json;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>
/// Gathers the added tokens of a folder: from tokenizer_config.json when it lists them, otherwise from the files older versions
/// wrote and from tokenizer.json.
/// </summary>
internal sealed class AddedTokenReader(TokenizerFolder folder, TokenizerSettings settings)
{
    private readonly SortedDictionary<int, AddedToken> _tokens = [];
    private readonly Dictionary<string, AddedToken> _byContent = new(StringComparer.Ordinal);

    /// <summary>Gets the tokens, by ascending id.</summary>
    public IReadOnlyCollection<AddedToken> Tokens => _tokens.Values;

    /// <summary>The token of a content as the files describe it, otherwise as given.</summary>
    public AddedToken Described(AddedToken token) => _byContent.GetValueOrDefault(token.Content, token);

    public void Read(JsonPart? tokenizerFile, HashSet<string> given)
    {
        if (settings.Remove("added_tokens_decoder", out JsonNode? decoder) && decoder is JsonObject tokens)
        {
            ReadDecoder(tokens);
            return;
        }

        ReadSpecialTokensMap(given);
        ReadAddedTokensFile();
        if (tokenizerFile is not JsonPart file)
            return;
        foreach ((int id, AddedToken token) in TokenizerBackend.AddedTokens(file))
            Note(id, token);
    }

    private void ReadDecoder(JsonObject tokens)
    {
        foreach ((string id, JsonNode? token) in tokens)
        {
            if (!int.TryParse(id, out int number) || TokenizerSettings.Token(token, special: false) is not AddedToken added)
                throw Throw.BadAddedToken(folder.PathOf("tokenizer_config.json"), id);
            Note(number, added);
        }
    }

    /// <summary>special_tokens_map.json goes before tokenizer_config.json.</summary>
    private void ReadSpecialTokensMap(HashSet<string> given)
    {
        foreach ((string name, JsonNode? value) in folder.ReadProperties("special_tokens_map.json"))
        {
            if (given.Contains(name))
                continue;
            if (value is JsonObject map && name != "extra_special_tokens")
                map["special"] = true;
            settings[name] = value;
        }
    }

    private void ReadAddedTokensFile()
    {
        HashSet<string> special = new(StringComparer.Ordinal);
        foreach (string name in TokenizerSettings.SpecialNames)
        {
            if (TokenizerSettings.Token(settings[name]) is AddedToken token)
                special.Add(token.Content);
        }

        special.UnionWith(TokenizerSettings.Tokens(settings["extra_special_tokens"]).Select(token => token.Content));
        foreach ((string content, JsonNode? id) in folder.ReadProperties("added_tokens.json"))
        {
            if (id?.GetValueKind() != JsonValueKind.Number || !int.TryParse(id.ToJsonString(), out int value))
                throw Throw.BadAddedToken(folder.PathOf("added_tokens.json"), content);
            Note(value, new(content) { Special = special.Contains(content), Normalized = !special.Contains(content) });
        }
    }

    private void Note(int id, AddedToken token) => _byContent[token.Content] = _tokens[id] = token;
}
