using System.Text.Json;
using System.Text.Json.Nodes;
using FineTune.Tokenizers;

namespace FineTune;

/// <summary>
/// Text to token ids and back, exactly as the reference's tokenizers do it. Safe to use from many threads.
/// </summary>
/// <example>
/// <code>
/// PreTrainedTokenizer tokenizer = PreTrainedTokenizer.FromPretrained("./bert-tiny");
/// BatchEncoding encoding = tokenizer.Encode("A first text.", "And a second one.", truncation: true, maxLength: 128);
/// int[] ids = encoding.InputIds;
/// </code>
/// </example>
public sealed partial class PreTrainedTokenizer
{
    /// <summary>What <see cref="ModelMaxLength"/> is when no file says how long inputs may be.</summary>
    public const int UnknownMaxLength = int.MaxValue;

    private const string VeryLarge = "1000000000000000019884624838656";
    private readonly TokenizerBackend _backend;
    private readonly TokenizerClass _class;
    private readonly TokenizerSettings _settings;
    private readonly TokenizerOptions _options;
    private readonly bool _splitSpecialTokens, _cleanUp, _mayCleanUp, _hasTypeIds, _hasAttentionMask;

    internal PreTrainedTokenizer(
        TokenizerBackend backend, TokenizerClass tokenizerClass, TokenizerSettings settings, string nameOrPath, TokenizerOptions options)
    {
        (_backend, _class, _settings, NameOrPath, _options) = (backend, tokenizerClass, settings, nameOrPath, options);
        _splitSpecialTokens = settings.Bool("split_special_tokens") ?? false;
        _cleanUp = settings.Bool("clean_up_tokenization_spaces") ?? false;
        _mayCleanUp = backend.Model is not Bpe || settings.Bool("clean_up_tokenization_spaces_for_bpe_even_though_it_will_corrupt_output") == true;
        PaddingSide = SideOf("padding_side");
        TruncationSide = SideOf("truncation_side");
        ModelMaxLength = MaxLength(settings["model_max_length"] ?? settings["max_len"]);
        ModelInputNames = settings["model_input_names"] is JsonNode names ? InputNames(names) : tokenizerClass.ModelInputNames;
        (_hasTypeIds, _hasAttentionMask) = (ModelInputNames.Contains("token_type_ids"), ModelInputNames.Contains("attention_mask"));
    }

    /// <summary>Gets the folder or file it was read from, or its name on the Hub.</summary>
    public string NameOrPath { get; }

    /// <summary>Gets the number of tokens of the model's own vocabulary, without added ones.</summary>
    public int VocabSize => _backend.Model.VocabularySize;

    /// <summary>Gets the number of tokens, added ones included: the least number of rows of an embedding.</summary>
    public int Length => VocabSize + _backend.Added.Ids.Keys.Count(token => _backend.Model.TokenToId(token) is null);

    /// <summary>Gets where padding is added. Default <see cref="Side.Right"/>.</summary>
    public Side PaddingSide { get; }

    /// <summary>Gets where tokens are cut off. Default <see cref="Side.Right"/>.</summary>
    public Side TruncationSide { get; }

    /// <summary>Gets the longest input the model takes, in tokens; <see cref="UnknownMaxLength"/> when no file says.</summary>
    public int ModelMaxLength { get; }

    /// <summary>Gets the columns encoding returns by default, the first of which are the token ids.</summary>
    public IReadOnlyList<string> ModelInputNames { get; }

    /// <summary>Gets the token that stands for unknown words, or null.</summary>
    public string? UnkToken => Special("unk_token");

    /// <summary>Gets the token that ends a text, or null.</summary>
    public string? SepToken => Special("sep_token");

    /// <summary>Gets the token that fills up short sequences, or null.</summary>
    public string? PadToken => Special("pad_token");

    /// <summary>Gets the token that begins a sequence and stands for all of it, or null.</summary>
    public string? ClsToken => Special("cls_token");

    /// <summary>Gets the token that hides another, or null.</summary>
    public string? MaskToken => Special("mask_token");

    /// <summary>Gets the beginning-of-sequence token, or null.</summary>
    public string? BosToken => Special("bos_token");

    /// <summary>Gets the end-of-sequence token, or null.</summary>
    public string? EosToken => Special("eos_token");

    /// <summary>Gets the id of <see cref="UnkToken"/>, or null.</summary>
    public int? UnkTokenId => SpecialId("unk_token");

    /// <summary>Gets the id of <see cref="SepToken"/>, or null.</summary>
    public int? SepTokenId => SpecialId("sep_token");

    /// <summary>Gets the id of <see cref="PadToken"/>, or null.</summary>
    public int? PadTokenId => SpecialId("pad_token");

    /// <summary>Gets the id of <see cref="ClsToken"/>, or null.</summary>
    public int? ClsTokenId => SpecialId("cls_token");

    /// <summary>Gets the id of <see cref="MaskToken"/>, or null.</summary>
    public int? MaskTokenId => SpecialId("mask_token");

    /// <summary>Gets the id of <see cref="BosToken"/>, or null.</summary>
    public int? BosTokenId => SpecialId("bos_token");

    /// <summary>Gets the id of <see cref="EosToken"/>, or null.</summary>
    public int? EosTokenId => SpecialId("eos_token");

    /// <summary>Gets the token type of padding: 0.</summary>
    public int PadTokenTypeId => 0;

    /// <summary>Gets every special token once: the named ones, then the others.</summary>
    public IReadOnlyList<string> AllSpecialTokens =>
        [.. _settings.SpecialTokens.Values.Concat(_settings.ExtraSpecialTokens).Select(token => token.Content).Distinct(StringComparer.Ordinal)];

    /// <summary>Gets the ids of <see cref="AllSpecialTokens"/>.</summary>
    public IReadOnlyList<int> AllSpecialIds => ConvertTokensToIds(AllSpecialTokens);

    /// <summary>Gets the special tokens that have a name, by name (<c>cls_token</c>, ...), in the reference's order.</summary>
    public IReadOnlyDictionary<string, string> SpecialTokensMap =>
        _settings.SpecialTokens.ToDictionary(token => token.Key, token => token.Value.Content, StringComparer.Ordinal);

    /// <summary>Reads a tokenizer.</summary>
    /// <param name="path">
    /// A folder with <c>tokenizer.json</c>, <c>vocab.txt</c>, <c>vocab.json</c> and <c>merges.txt</c>, or a SentencePiece model
    /// (<c>sentencepiece.bpe.model</c>, <c>spiece.model</c>, ...), and as far as they exist <c>tokenizer_config.json</c>,
    /// <c>special_tokens_map.json</c>, <c>added_tokens.json</c> and <c>config.json</c>; or the file of a vocabulary that is alone.
    /// </param>
    /// <param name="options">What to set otherwise than the files say.</param>
    /// <remarks>
    /// As in the reference (5.x), a class of its own (<c>BertTokenizer</c>, <c>RobertaTokenizer</c>, <c>XLMRobertaTokenizer</c>, ...),
    /// which <c>tokenizer_config.json</c> or the model's type in <c>config.json</c> says, takes only the vocabulary from
    /// <c>tokenizer.json</c>: everything else follows <c>tokenizer_config.json</c> and the class's defaults (BERT's text is lower-cased
    /// unless it says otherwise). Without a known class, <c>tokenizer.json</c> is followed as it is. Truncation and padding stored there
    /// apply only when asked for. Unlike the reference, a vocabulary needs no <c>config.json</c> beside it: its name says the class.
    /// </remarks>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="TokenizerException">A file is missing, damaged, or of a kind that is not supported.</exception>
    public static PreTrainedTokenizer FromPretrained(string path, TokenizerOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return TokenizerLoader.Load(path, options ?? new TokenizerOptions());
    }

    /// <summary>Reads a tokenizer from the files of a Hub repository that were downloaded into a folder.</summary>
    internal static PreTrainedTokenizer FromHub(string folder, string name, TokenizerOptions? options, bool localFilesOnly) =>
        TokenizerLoader.Load(folder, options ?? new TokenizerOptions(), name, localFilesOnly);

    private static int MaxLength(JsonNode? node)
    {
        if (node is not JsonValue value || value.GetValueKind() != JsonValueKind.Number)
            return UnknownMaxLength;
        double number = double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);
        return number >= UnknownMaxLength ? UnknownMaxLength : (int)number;
    }

    private string? Special(string name) => _settings.SpecialTokens.TryGetValue(name, out AddedToken? token) ? token.Content : null;

    private int? SpecialId(string name) => Special(name) is string token ? IdOf(token) : null;

    private string[] InputNames(JsonNode names)
    {
        if (names is not JsonArray { Count: > 0 } list || list.Any(name => name?.GetValueKind() != JsonValueKind.String))
            Throw.BadSetting(NameOrPath, "model_input_names", names.ToJsonString(), "a list of column names");
        return [.. names.AsArray().Select(name => name!.GetValue<string>())];
    }

    private Side SideOf(string name)
    {
        string side = _settings.Text(name) ?? "right";
        if (side is not ("left" or "right"))
            Throw.BadSetting(NameOrPath, name, $"\"{side}\"", "\"right\" or \"left\"");
        return side == "left" ? Side.Left : Side.Right;
    }
}
