using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>The five stages, the added tokens and the stored settings: what tokenizer.json holds.</summary>
internal sealed class TokenizerBackend
{
    private readonly Lazy<TokenMargins> _margins;
    private AddedVocabulary _added;

    public TokenizerBackend(
        INormalizer? normalizer, IPreTokenizer? preTokenizer, IModel model, PostProcessor? postProcessor, IDecoder? decoder)
    {
        (Normalizer, PreTokenizer, Model, Decoder) = (normalizer, preTokenizer, model, decoder);
        PostProcessor = postProcessor ?? PostProcessor.Plain;
        TextEncoder = new TextEncoder(normalizer, preTokenizer, model);
        _added = new AddedVocabulary(model, normalizer);
        _margins = new Lazy<TokenMargins>(() => new TokenMargins(model));
    }

    public INormalizer? Normalizer { get; }

    public IPreTokenizer? PreTokenizer { get; }

    public IModel Model { get; }

    public PostProcessor PostProcessor { get; set; }

    public IDecoder? Decoder { get; }

    /// <summary>Gets the white space at the ends of tokens.</summary>
    public TokenMargins Margins => _margins.Value;

    public TextEncoder TextEncoder { get; }

    public AddedVocabulary Added => Volatile.Read(ref _added);

    /// <summary>Gets or sets what was stored, then what was last asked for; saved, never applied by itself.</summary>
    public TruncationParameters? Truncation { get; set; }

    /// <summary>Gets or sets what was stored, then what was last asked for; saved, never applied by itself.</summary>
    public PaddingParameters? Padding { get; set; }

    public int Add(IReadOnlyCollection<AddedToken> tokens)
    {
        lock (TextEncoder)
        {
            Volatile.Write(ref _added, _added.Add(tokens, out int count));
            return count;
        }
    }

    public static TokenizerBackend Read(JsonPart file)
    {
        IModel model = ModelReader.Read(file["model"]);
        TokenizerBackend backend = new(
            file.Find("normalizer") is JsonPart normalizer ? ComponentReader.Normalizer(normalizer) : null,
            file.Find("pre_tokenizer") is JsonPart preTokenizer ? ComponentReader.PreTokenizer(preTokenizer) : null,
            model,
            file.Find("post_processor") is JsonPart postProcessor ? ComponentReader.PostProcessor(postProcessor) : null,
            file.Find("decoder") is JsonPart decoder ? ComponentReader.Decoder(decoder) : null);
        backend.ReadSettings(file);
        backend.Add([.. AddedTokens(file).Select(token => token.Token)]);
        return backend;
    }

    /// <summary>The added tokens of a file, with their ids.</summary>
    public static List<(int Id, AddedToken Token)> AddedTokens(JsonPart file) => file.Find("added_tokens") is JsonPart tokens
        ? [.. tokens.Items().Select(token => (token["id"].Int(), ComponentReader.AddedToken(token)))]
        : [];

    /// <summary>Takes over the truncation and padding stored in a file.</summary>
    public void ReadSettings(JsonPart file)
    {
        if (file.Find("truncation") is JsonPart truncation)
        {
            Truncation = new(truncation["max_length"].Int(), truncation["stride"].Int(), truncation["strategy"].Enum<TruncationStrategy>(),
                truncation.Find("direction")?.Enum<Side>() ?? Side.Right);
        }

        if (file.Find("padding") is JsonPart padding)
        {
            JsonPart strategy = padding["strategy"];
            Padding = new(strategy.Value.ValueKind == System.Text.Json.JsonValueKind.Object ? strategy["Fixed"].Int() : null,
                padding["direction"].Enum<Side>(), padding["pad_id"].Int(), padding["pad_token"].String(), padding["pad_type_id"].Int(),
                padding.Find("pad_to_multiple_of")?.Int());
        }
    }

    public JsonObject ToJson() => new()
    {
        ["version"] = "1.0",
        ["truncation"] = Truncation is TruncationParameters truncation ? TruncationToJson(truncation) : null,
        ["padding"] = Padding is PaddingParameters padding ? PaddingToJson(padding) : null,
        ["added_tokens"] = new JsonArray([.. Added.Tokens.Select(token => AddedTokenToJson(token.Key, token.Value))]),
        ["normalizer"] = Normalizer?.ToJson(),
        ["pre_tokenizer"] = PreTokenizer?.ToJson(),
        ["post_processor"] = PostProcessor.ToJson(),
        ["decoder"] = Decoder?.ToJson(),
        ["model"] = Model.ToJson(),
    };

    private static JsonObject TruncationToJson(TruncationParameters truncation) => new()
    {
        ["direction"] = truncation.Side.ToString(),
        ["max_length"] = truncation.MaxLength,
        ["strategy"] = truncation.Strategy.ToString(),
        ["stride"] = truncation.Stride,
    };

    private static JsonObject PaddingToJson(PaddingParameters padding) => new()
    {
        ["strategy"] = padding.Length is int length ? new JsonObject { ["Fixed"] = length } : "BatchLongest",
        ["direction"] = padding.Side.ToString(),
        ["pad_to_multiple_of"] = padding.MultipleOf,
        ["pad_id"] = padding.PadId,
        ["pad_type_id"] = padding.PadTypeId,
        ["pad_token"] = padding.PadToken,
    };

    private static JsonObject AddedTokenToJson(int id, AddedToken token) => new()
    {
        ["id"] = id,
        ["content"] = token.Content,
        ["single_word"] = token.SingleWord,
        ["lstrip"] = token.Lstrip,
        ["rstrip"] = token.Rstrip,
        ["normalized"] = token.Normalized,
        ["special"] = token.Special,
    };
}
