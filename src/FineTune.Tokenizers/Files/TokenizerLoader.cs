using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Reads a tokenizer's folder as the reference's AutoTokenizer does.</summary>
internal sealed class TokenizerLoader
{
    private readonly TokenizerFolder _folder;
    private readonly TokenizerSettings _settings;
    private readonly TokenizerClass _class;
    private readonly JsonPart? _tokenizer;
    private readonly AddedTokenReader _addedTokens;

    private TokenizerLoader(string path, TokenizerOptions options)
    {
        _folder = new TokenizerFolder(path);
        TokenizerSettings config = new(_folder.ReadProperties("config.json"));
        _settings = new TokenizerSettings(_folder.ReadProperties("tokenizer_config.json"));
        _class = TokenizerClass.Resolve(_settings.Text("tokenizer_class") ?? config.Text("tokenizer_class"), config.Text("model_type"));
        if (_folder.TokenizerFile is null && _class.Family is null)
            _class = TokenizerClass.OfVocabulary(_folder);
        HashSet<string> given = OptionNames.Apply(options, _settings);
        _tokenizer = _folder.TokenizerFile is string file ? JsonFile.Read(file) : null;
        RenameSettings();
        _addedTokens = new AddedTokenReader(_folder, _settings);
        _addedTokens.Read(_tokenizer, given);
    }

    /// <param name="path">The folder or file.</param>
    /// <param name="options">What to set otherwise than the files say.</param>
    /// <param name="hubName">The name on the Hub of the repository whose files the folder holds; null: the folder is the caller's own.</param>
    /// <param name="localFilesOnly">Whether the caller forbade requests to the Hub, which the reference keeps with the tokenizer.</param>
    public static PreTrainedTokenizer Load(string path, TokenizerOptions options, string? hubName = null, bool localFilesOnly = false)
    {
        TokenizerLoader loader = new(path, options);
        TokenizerBackend backend = loader.Build();
        loader._settings["backend"] = "tokenizers";
        loader._settings["is_local"] = hubName is null;
        loader._settings["local_files_only"] = localFilesOnly || OptionNames.IsOffline();
        return new PreTrainedTokenizer(backend, loader._class, loader._settings, hubName ?? path, options);
    }

    private TokenizerBackend Build()
    {
        if (_class.Family is null)
            return Complete(TokenizerBackend.Read(_tokenizer!.Value));
        ITokenizerFamily family = _class.Family;
        family.SetDefaults(_settings);
        TokenizerSource source = new(_folder, _tokenizer);
        TokenizerBackend backend = family.Build(source, _settings);
        source.ReadSettings(backend);
        Complete(backend);
        SpecialTokenIds ids = new(source, backend, _settings, _folder.PathOf("tokenizer_config.json"));
        backend.PostProcessor = family.PostProcessor(ids) ?? backend.PostProcessor;
        return backend;
    }

    private TokenizerBackend Complete(TokenizerBackend backend)
    {
        TakeOverStoredSettings(backend);
        ReadSpecialTokens();
        AddTokens(backend);
        return backend;
    }

    /// <summary>Renames what older files call otherwise, and sets aside what only concerns the files.</summary>
    private void RenameSettings()
    {
        foreach (string name in (string[])
            ["tokenizer_class", "init_inputs", "vocab_file", "tokenizer_file", "add_bos_token", "add_eos_token", "name_or_path", "files_loaded"])
        {
            _settings.Remove(name, out _);
        }

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

    /// <summary>Truncation and padding stored in tokenizer.json become defaults of other settings, as in the reference.</summary>
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
        {
            if (TokenizerSettings.Token(_settings[name]) is AddedToken token)
                _settings.SpecialTokens[name] = _addedTokens.Described(token);
        }

        foreach ((string name, JsonNode? value) in _settings["model_specific_special_tokens"] as JsonObject ?? [])
        {
            if (TokenizerSettings.Token(value) is AddedToken token)
                _settings.SpecialTokens[name] = token;
        }

        _settings.ExtraSpecialTokens.AddRange(TokenizerSettings.Tokens(_settings["extra_special_tokens"]));
    }

    private void AddTokens(TokenizerBackend backend)
    {
        List<AddedToken> tokens = [.. _addedTokens.Tokens];
        HashSet<string> known = [.. backend.Added.Ids.Keys, .. tokens.Select(token => token.Content)];
        foreach (AddedToken token in _settings.SpecialTokens.Values.Concat(_settings.ExtraSpecialTokens))
        {
            if (!known.Contains(token.Content) && !tokens.Contains(token))
                tokens.Add(token);
        }

        HashSet<string> named = [.. _settings.SpecialTokens.Values.Select(token => token.Content)];
        if (tokens.Count > 0)
            backend.Add([.. tokens.Select(token => named.Contains(token.Content) && !token.Special ? MakeSpecial(token) : token)]);
    }

    private static AddedToken MakeSpecial(AddedToken token) => token with { Special = true, Normalized = token.Normalized };
}
