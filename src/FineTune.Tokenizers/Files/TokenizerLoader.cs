using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Reads a tokenizer's folder as the reference's AutoTokenizer does.</summary>
internal sealed class TokenizerLoader
{
    private readonly string _folder;
    private readonly string? _tokenizerFile, _vocabularyFile;
    private readonly TokenizerSettings _settings;
    private readonly JsonPart? _tokenizer;
    private readonly HashSet<string> _given;
    private readonly SortedDictionary<int, AddedToken> _addedTokens = [];
    private readonly Dictionary<string, AddedToken> _addedByContent = new(StringComparer.Ordinal);

    private TokenizerLoader(string path, TokenizerOptions options)
    {
        bool isFolder = Directory.Exists(path);
        if (!isFolder && !File.Exists(path))
            Throw.NoSuchFolder(path);
        _folder = isFolder ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        bool isTokenizerFile = !isFolder && path.EndsWith("tokenizer.json", StringComparison.Ordinal);
        _tokenizerFile = isFolder ? Existing("tokenizer.json") : isTokenizerFile ? path : null;
        _vocabularyFile = isFolder ? Existing("vocab.txt") : isTokenizerFile ? null : path;
        if (_tokenizerFile is null && _vocabularyFile is null)
            Throw.NoTokenizerFiles(path);

        Dictionary<string, JsonNode?> config = isFolder ? JsonFile.ReadProperties(InFolder("config.json")) : [];
        Dictionary<string, JsonNode?> values = isFolder ? JsonFile.ReadProperties(InFolder("tokenizer_config.json")) : [];
        _settings = new TokenizerSettings(values);
        Class = TokenizerClass.Resolve(_settings.Text("tokenizer_class") ?? new TokenizerSettings(config).Text("tokenizer_class"),
            new TokenizerSettings(config).Text("model_type"));
        if (_tokenizerFile is null)
            Class = Class.IsBert ? Class : TokenizerClass.Bert;
        values.Remove("tokenizer_class");
        _given = OptionNames.Apply(options, values);
        _tokenizer = _tokenizerFile is null ? null : JsonFile.Read(_tokenizerFile);
    }

    private TokenizerClass Class { get; }

    public static PreTrainedTokenizer Load(string path, TokenizerOptions options)
    {
        TokenizerLoader loader = new(path, options);
        loader.ReadNamedTokens();
        loader.ReadAddedTokens();
        TokenizerBackend backend = loader.Class.IsBert ? loader.BuildBert() : TokenizerBackend.Read(loader._tokenizer!.Value);
        loader.TakeOverStoredSettings(backend);
        loader.ReadSpecialTokens();
        loader.AddTokens(backend);
        loader.BuildPostProcessor(backend);
        loader._settings["backend"] = "tokenizers";
        loader._settings["is_local"] = true;
        loader._settings["local_files_only"] = OptionNames.IsOffline();
        return new PreTrainedTokenizer(backend, loader.Class, loader._settings, path, options);
    }

    private string InFolder(string name) => Path.Combine(_folder, name);

    private string? Existing(string name) => File.Exists(InFolder(name)) ? InFolder(name) : null;

    /// <summary>Renames what older files call otherwise, and sets aside what only concerns the files.</summary>
    private void ReadNamedTokens()
    {
        foreach (string name in (string[])["init_inputs", "vocab_file", "tokenizer_file", "add_bos_token", "add_eos_token", "name_or_path", "files_loaded"])
            _settings.Remove(name, out _);
        if (_settings["extra_special_tokens"] is null or JsonArray { Count: 0 } && _settings.Remove("additional_special_tokens", out JsonNode? extra))
            _settings["extra_special_tokens"] = extra;

        JsonObject named = [];
        foreach (string name in _settings.Values.Keys.Where(IsModelSpecific).ToArray())
        {
            _settings.Remove(name, out JsonNode? token);
            named[name] = token!.DeepClone();
        }

        if (_settings["extra_special_tokens"] is JsonObject more && _settings.Remove("extra_special_tokens", out _))
        {
            foreach ((string name, JsonNode? token) in more)
                named[name] = token?.DeepClone();
        }

        if (named.Count > 0)
            _settings["model_specific_special_tokens"] = named;
    }

    private bool IsModelSpecific(string name) =>
        name.EndsWith("_token", StringComparison.Ordinal) && !TokenizerSettings.SpecialNames.Contains(name) && _settings.Text(name) is not null;

    private void ReadAddedTokens()
    {
        if (_settings.Remove("added_tokens_decoder", out JsonNode? decoder) && decoder is JsonObject tokens)
        {
            foreach ((string id, JsonNode? token) in tokens)
            {
                if (!int.TryParse(id, out int number) || TokenizerSettings.Token(token, special: false) is not AddedToken added)
                    throw Throw.BadAddedToken(InFolder("tokenizer_config.json"), id);
                Note(number, added);
            }

            return;
        }

        ReadSpecialTokensMap();
        ReadAddedTokensFile();
        if (_tokenizer is JsonPart file)
        {
            foreach ((int id, AddedToken token) in TokenizerBackend.AddedTokens(file))
                Note(id, token);
        }
    }

    private void Note(int id, AddedToken token) => _addedByContent[token.Content] = _addedTokens[id] = token;

    /// <summary>special_tokens_map.json, which older versions wrote; what it says goes before tokenizer_config.json.</summary>
    private void ReadSpecialTokensMap()
    {
        foreach ((string name, JsonNode? value) in JsonFile.ReadProperties(InFolder("special_tokens_map.json")))
        {
            if (_given.Contains(name))
                continue;
            if (value is JsonObject map && name != "extra_special_tokens")
                map["special"] = true;
            _settings[name] = value;
        }
    }

    /// <summary>added_tokens.json, which older versions wrote.</summary>
    private void ReadAddedTokensFile()
    {
        HashSet<string> special = new(StringComparer.Ordinal);
        foreach (string name in TokenizerSettings.SpecialNames)
        {
            if (TokenizerSettings.Token(_settings[name]) is AddedToken token)
                special.Add(token.Content);
        }

        special.UnionWith(Tokens(_settings["extra_special_tokens"]).Select(token => token.Content));
        foreach ((string content, JsonNode? id) in JsonFile.ReadProperties(InFolder("added_tokens.json")))
        {
            if (id?.GetValueKind() != JsonValueKind.Number || !int.TryParse(id.ToJsonString(), out int value))
                throw Throw.BadAddedToken(InFolder("added_tokens.json"), content);
            Note(value, new(content) { Special = special.Contains(content), Normalized = !special.Contains(content) });
        }
    }

    private TokenizerBackend BuildBert()
    {
        foreach (string name in (string[])["unk", "sep", "pad", "cls", "mask"])
            _settings.SetDefault($"{name}_token", $"[{name.ToUpperInvariant()}]");
        _settings["do_lower_case"] = _settings.Bool("do_lower_case", true);
        _settings["tokenize_chinese_chars"] = _settings.Bool("tokenize_chinese_chars", true);
        _settings["strip_accents"] = _settings.OptionalBool("strip_accents");
        Dictionary<string, int> vocabulary = _tokenizer is JsonPart file ? ComponentReader.Vocabulary(file["model"]) : ReadVocabulary();
        string unknown = TokenizerSettings.Token(_settings["unk_token"])?.Content ?? "[UNK]";
        TokenizerBackend backend = new(
            new BertNormalizer(CleanText: true, _settings.Bool("tokenize_chinese_chars", true), _settings.OptionalBool("strip_accents"),
                _settings.Bool("do_lower_case", true)),
            new BertPreTokenizer(),
            new WordPiece(vocabulary, unknown, "##", 100),
            postProcessor: null,
            new WordPieceDecoder("##", cleanUp: true));
        if (_tokenizer is JsonPart stored)
            backend.ReadSettings(stored);
        return backend;
    }

    private Dictionary<string, int> ReadVocabulary()
    {
        Dictionary<string, int> vocabulary = new(StringComparer.Ordinal);
        try
        {
            string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(_vocabularyFile!));
            string[] lines = text.Split('\n');
            int count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
            for (int id = 0; id < count; id++)
                vocabulary[TrimEnd(lines[id]).ToString()] = id;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new TokenizerException($"{_vocabularyFile} cannot be read as UTF-8 text: {exception.Message} Download or copy it again.", exception);
        }

        return vocabulary;
    }

    private static ReadOnlySpan<char> TrimEnd(ReadOnlySpan<char> line)
    {
        while (line.Length > 0 && UnicodeData.Instance.White.Contains(line[^1]))
            line = line[..^1];
        return line;
    }

    /// <summary>Settings of truncation and padding stored in tokenizer.json become defaults of others, as in the reference.</summary>
    private void TakeOverStoredSettings(TokenizerBackend backend)
    {
        if (backend.Truncation is TruncationParameters truncation)
        {
            _settings.SetDefault("max_length", truncation.MaxLength);
            _settings.SetDefault("truncation_side", OptionNames.Name(truncation.Side));
            _settings.SetDefault("stride", truncation.Stride);
            _settings.SetDefault("truncation_strategy", OptionNames.Name(truncation.Strategy));
        }

        if (backend.Padding is PaddingParameters padding)
        {
            _settings.SetDefault("pad_token", padding.PadToken);
            _settings.SetDefault("pad_token_type_id", padding.PadTypeId);
            _settings.SetDefault("padding_side", OptionNames.Name(padding.Side));
            _settings.SetDefault("max_length", padding.Length);
            _settings.SetDefault("pad_to_multiple_of", padding.MultipleOf);
        }
    }

    private void ReadSpecialTokens()
    {
        if (!_settings.Contains("extra_special_tokens") && _settings.Remove("additional_special_tokens", out JsonNode? additional))
            _settings["extra_special_tokens"] = additional;
        foreach (string name in TokenizerSettings.SpecialNames)
            ReadSpecialToken(name, _settings[name]);
        if (_settings["model_specific_special_tokens"] is JsonObject named)
        {
            foreach ((string name, JsonNode? value) in named)
                ReadSpecialToken(name, value);
        }

        _settings.ExtraSpecialTokens.AddRange(Tokens(_settings["extra_special_tokens"]));
    }

    private void ReadSpecialToken(string name, JsonNode? value)
    {
        if (TokenizerSettings.Token(value) is not AddedToken token)
            return;
        bool standard = TokenizerSettings.SpecialNames.Contains(name);
        _settings.SpecialTokens[name] = standard ? _addedByContent.GetValueOrDefault(token.Content, token) : token;
    }

    private static IEnumerable<AddedToken> Tokens(JsonNode? list) =>
        list is JsonArray array ? array.Select(item => TokenizerSettings.Token(item)).OfType<AddedToken>() : [];

    private void AddTokens(TokenizerBackend backend)
    {
        HashSet<string> named = [.. _settings.SpecialTokens.Values.Select(token => token.Content)];
        List<AddedToken> tokens = [.. _addedTokens.Values];
        HashSet<string> known = [.. backend.Added.Ids.Keys, .. tokens.Select(token => token.Content)];
        foreach (AddedToken token in _settings.SpecialTokens.Values.Concat(_settings.ExtraSpecialTokens))
        {
            if (!known.Contains(token.Content) && !tokens.Contains(token))
                tokens.Add(token);
        }

        if (tokens.Count > 0)
            backend.Add([.. tokens.Select(token => named.Contains(token.Content) && !token.Special ? MakeSpecial(token) : token)]);
    }

    private static AddedToken MakeSpecial(AddedToken token) => token with { Special = true, Normalized = token.Normalized };

    private void BuildPostProcessor(TokenizerBackend backend)
    {
        if (!Class.IsBert)
        {
            backend.PostProcessor ??= PostProcessor.Template(
                PostProcessor.None.Single, PostProcessor.None.Pair, new Dictionary<string, SpecialToken>());
            return;
        }

        (string cls, int clsId) = SpecialToken(backend, "cls_token", 2);
        (string sep, int sepId) = SpecialToken(backend, "sep_token", 3);
        backend.PostProcessor = PostProcessor.BertTemplate(cls, clsId, sep, sepId);
    }

    private (string Token, int Id) SpecialToken(TokenizerBackend backend, string name, int otherwise) =>
        _settings.SpecialTokens.TryGetValue(name, out AddedToken? token)
            ? (token.Content, backend.Added.TokenToId(token.Content) ?? otherwise)
            : throw new TokenizerException(
                $"{InFolder("tokenizer_config.json")}: a BERT tokenizer needs a {name}, but it is null. Set it, for example to \"[{name[..3].ToUpperInvariant()}]\".");
}
