using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>
/// The WordPiece model: a word is cut from left to right into the longest pieces of the vocabulary, pieces after the first with a
/// prefix (<c>##</c>); a word that cannot be cut so, or is too long, is the unknown token.
/// </summary>
internal sealed class WordPiece
{
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<int, string> _tokens;
    private readonly TokenTable _first, _next;
    private readonly int _unknownId;

    public WordPiece(Dictionary<string, int> vocabulary, string unknownToken, string prefix, int maxCharactersPerWord)
    {
        (_ids, UnknownToken, Prefix, MaxCharactersPerWord) = (vocabulary, unknownToken, prefix, maxCharactersPerWord);
        _tokens = new Dictionary<int, string>(vocabulary.Count);
        foreach ((string token, int id) in vocabulary)
            _tokens[id] = token;
        _first = new TokenTable(vocabulary);
        _next = new TokenTable([.. vocabulary
            .Where(token => token.Key.Length > prefix.Length && token.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(token => KeyValuePair.Create(token.Key[prefix.Length..], token.Value))]);
        _unknownId = vocabulary.GetValueOrDefault(unknownToken, -1);
    }

    public string UnknownToken { get; }

    public string Prefix { get; }

    public int MaxCharactersPerWord { get; }

    public int VocabularySize => _ids.Count;

    public IReadOnlyDictionary<string, int> Vocabulary => _ids;

    public int? TokenToId(string token) => _ids.TryGetValue(token, out int id) ? id : null;

    public string? IdToToken(int id) => _tokens.GetValueOrDefault(id);

    /// <summary>Cuts a word into pieces.</summary>
    /// <param name="word">The word, in UTF-16.</param>
    /// <param name="hash">Its <see cref="WordHash"/>.</param>
    /// <param name="pieces">Where the pieces go; at least as long as the word.</param>
    /// <returns>How many pieces there are.</returns>
    public int Tokenize(ReadOnlySpan<char> word, uint hash, Span<Piece> pieces)
    {
        int id = _first.Find(word, hash);
        if (id >= 0 && !IsTooLong(word))
        {
            pieces[0] = new(id, 0, word.Length);
            return 1;
        }

        int count = id < 0 && !IsTooLong(word) ? Cut(word, pieces) : 0;
        if (count > 0)
            return count;
        if (_unknownId < 0)
            Throw.UnknownTokenMissing(UnknownToken, word);
        pieces[0] = new(_unknownId, 0, word.Length);
        return 1;
    }

    public JsonObject ToJson()
    {
        JsonObject vocabulary = [];
        foreach ((string token, int id) in _ids.OrderBy(token => token.Value))
            vocabulary[token] = id;
        return new JsonObject
        {
            ["type"] = "WordPiece",
            ["unk_token"] = UnknownToken,
            ["continuing_subword_prefix"] = Prefix,
            ["max_input_chars_per_word"] = MaxCharactersPerWord,
            ["vocab"] = vocabulary,
        };
    }

    private bool IsTooLong(ReadOnlySpan<char> word)
    {
        if (word.Length <= MaxCharactersPerWord)
            return false;
        int count = 0;
        foreach (char c in word)
            count += char.IsLowSurrogate(c) ? 0 : 1;
        return count > MaxCharactersPerWord;
    }

    /// <summary>Takes the longest piece again and again.</summary>
    /// <returns>How many there are, 0 when the rest of the word begins with no piece.</returns>
    private int Cut(ReadOnlySpan<char> word, Span<Piece> pieces)
    {
        Span<uint> hashes = stackalloc uint[256];
        if (word.Length > hashes.Length)
            hashes = new uint[word.Length];
        int count = 0;
        TokenTable table = _first;
        for (int start = 0; start < word.Length; table = _next)
        {
            int length = table.FindLongestPrefix(word[start..], hashes, out int id);
            if (length == 0)
                return 0;
            pieces[count++] = new(id, start, start + length);
            start += length;
        }

        return count;
    }
}
