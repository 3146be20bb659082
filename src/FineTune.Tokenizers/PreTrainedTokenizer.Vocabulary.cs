using FineTune.Tokenizers;

namespace FineTune;

public sealed partial class PreTrainedTokenizer
{
    /// <summary>Every token and its id, added ones included.</summary>
    public IReadOnlyDictionary<string, int> GetVocab()
    {
        Dictionary<string, int> vocabulary = new(_backend.Model.Vocabulary, StringComparer.Ordinal);
        foreach ((string token, int id) in _backend.Added.Ids)
            vocabulary[token] = id;
        return vocabulary;
    }

    /// <summary>The added tokens, special ones among them, by id.</summary>
    public IReadOnlyDictionary<int, AddedToken> GetAddedTokens() => _backend.Added.Tokens;

    /// <summary>The id of a token; of one that does not exist, the unknown token's.</summary>
    /// <exception cref="TokenizerException">The token does not exist, and there is no unknown token.</exception>
    public int ConvertTokenToId(string token) => IdOf(token) ?? throw new TokenizerException(
        $"\"{token}\" is not in the vocabulary, and the tokenizer has no unknown token to stand for it. " +
        "Load it with new TokenizerOptions { UnkToken = \"[UNK]\" }.");

    /// <summary>The ids of tokens; of those that do not exist, the unknown token's.</summary>
    /// <exception cref="TokenizerException">A token does not exist, and there is no unknown token.</exception>
    public int[] ConvertTokensToIds(IReadOnlyList<string> tokens) => [.. tokens.Select(ConvertTokenToId)];

    /// <summary>The tokens of ids; those that do not exist are empty.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="skipSpecialTokens">Whether to leave <see cref="AllSpecialIds"/> out. Default false.</param>
    public IReadOnlyList<string> ConvertIdsToTokens(IReadOnlyList<int> ids, bool skipSpecialTokens = false)
    {
        HashSet<int> skipped = skipSpecialTokens ? [.. AllSpecialIds] : [];
        AddedVocabulary added = _backend.Added;
        return [.. ids.Where(id => !skipped.Contains(id)).Select(id => added.IdToToken(id) ?? "")];
    }

    /// <summary>Joins tokens to a text, without the marks of continued words.</summary>
    public string ConvertTokensToString(IReadOnlyList<string> tokens) =>
        _backend.Decoder is IDecoder decoder ? string.Concat(decoder.Decode(tokens)) : string.Join(' ', tokens);

    /// <summary>The text of ids, as far as it can be told: what normalization took away stays away.</summary>
    /// <param name="ids">The ids; those that do not exist are left out.</param>
    /// <param name="skipSpecialTokens">Whether to leave special tokens out. Default false.</param>
    /// <param name="cleanUpTokenizationSpaces">
    /// Whether to remove the spaces before punctuation and in English contractions. Default: as in tokenizer_config.json, otherwise false. Not
    /// done after BPE, whose spaces are the text's own, unless tokenizer_config.json has the reference's
    /// <c>clean_up_tokenization_spaces_for_bpe_even_though_it_will_corrupt_output</c>.
    /// </param>
    public string Decode(IReadOnlyList<int> ids, bool skipSpecialTokens = false, bool? cleanUpTokenizationSpaces = null)
    {
        AddedVocabulary added = _backend.Added;
        List<string> tokens = [];
        foreach (int id in ids)
        {
            if (added.IdToToken(id) is string token && !(skipSpecialTokens && added.IsSpecial(token)))
                tokens.Add(token);
        }

        string text = ConvertTokensToString(tokens);
        return _mayCleanUp && (cleanUpTokenizationSpaces ?? _cleanUp) ? CleanUp(text) : text;
    }

    /// <summary>How many special tokens are put around a text, or a pair.</summary>
    public int NumSpecialTokensToAdd(bool pair = false)
    {
        PostProcessor postProcessor = _backend.PostProcessor;
        return pair ? postProcessor.AddedToPair : postProcessor.AddedToSingle;
    }

    /// <summary>Adds tokens, which are never cut into pieces from then on.</summary>
    /// <param name="tokens">The tokens. Those the vocabulary has keep their id, the others get the next free ones.</param>
    /// <returns>How many were not added tokens before.</returns>
    /// <remarks>A model's embedding must have a row for each: see <see cref="Length"/>.</remarks>
    public int AddTokens(IReadOnlyCollection<AddedToken> tokens) => _backend.Add(tokens);

    /// <summary>Adds special tokens without a name; those of before stay added, but are no longer in <see cref="AllSpecialTokens"/>.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <returns>How many were not added tokens before.</returns>
    public int AddSpecialTokens(IReadOnlyCollection<string> tokens)
    {
        AddedToken[] special = [.. tokens.Select(token => new AddedToken(token) { Special = true })];
        if (special.Length == 0)
            return 0;
        lock (_settings)
        {
            _settings.ExtraSpecialTokens.Clear();
            _settings.ExtraSpecialTokens.AddRange(special);
        }

        return _backend.Add(special);
    }

    private int? IdOf(string token) => _backend.Added.TokenToId(token)
        ?? (UnkToken is string unknown ? _backend.Added.TokenToId(unknown) : null);

    private static string CleanUp(string text) => text
        .Replace(" .", ".", StringComparison.Ordinal)
        .Replace(" ?", "?", StringComparison.Ordinal)
        .Replace(" !", "!", StringComparison.Ordinal)
        .Replace(" ,", ",", StringComparison.Ordinal)
        .Replace(" ' ", "'", StringComparison.Ordinal)
        .Replace(" n't", "n't", StringComparison.Ordinal)
        .Replace(" 'm", "'m", StringComparison.Ordinal)
        .Replace(" 's", "'s", StringComparison.Ordinal)
        .Replace(" 've", "'ve", StringComparison.Ordinal)
        .Replace(" 're", "'re", StringComparison.Ordinal);
}
