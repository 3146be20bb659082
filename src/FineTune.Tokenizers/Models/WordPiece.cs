using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>
/// The WordPiece model: a word is cut from left to right into the longest pieces of the vocabulary, pieces after the first with a
/// prefix (<c>##</c>); a word that cannot be cut so, or is too long, is the unknown token.
/// </summary>
internal sealed class WordPiece : IModel
{
    private readonly Vocabulary _vocabulary;
    private readonly TokenTable _first, _next;
    private readonly int _unknownId;

    public WordPiece(Dictionary<string, int> vocabulary, string unknownToken, string prefix, int maxCharactersPerWord)
    {
        (_vocabulary, UnknownToken, Prefix, MaxCharactersPerWord) = (new Vocabulary(vocabulary), unknownToken, prefix, maxCharactersPerWord);
        _first = new TokenTable(vocabulary);
        _next = new TokenTable([.. vocabulary
            .Where(token => token.Key.Length > prefix.Length && token.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(token => KeyValuePair.Create(token.Key[prefix.Length..], token.Value))]);
        _unknownId = vocabulary.GetValueOrDefault(unknownToken, -1);
    }

    public string UnknownToken { get; }

    public string Prefix { get; }

    public int MaxCharactersPerWord { get; }

    public int VocabularySize => _vocabulary.Count;

    public IReadOnlyDictionary<string, int> Vocabulary => _vocabulary.Ids;

    public int? TokenToId(string token) => _vocabulary.Find(token);

    public string? IdToToken(int id) => _vocabulary.TokenOf(id);

    /// <inheritdoc/>
    public int Tokenize(ReadOnlySpan<int> word, TokenBuffer buffer)
    {
        buffer.ReserveWord(word.Length * 2);
        int length = 0;
        for (int i = 0; i < word.Length; i++)
        {
            int units = CodePoints.ToUtf16(word.Slice(i, 1), buffer.Characters.AsSpan(length));
            buffer.Origins.AsSpan(length, units).Fill(i);
            length += units;
        }

        ReadOnlySpan<char> characters = buffer.Characters.AsSpan(0, length);
        int count = Tokenize(characters, WordHash.Of(characters), buffer.Pieces);
        foreach (ref Piece piece in buffer.Pieces.AsSpan(0, count))
            piece = new(piece.Id, buffer.Origins[piece.Start], buffer.Origins[piece.End - 1] + 1);
        return count;
    }

    /// <summary>Cuts a word into pieces.</summary>
    /// <param name="word">The word, in UTF-16.</param>
    /// <param name="hash">Its <see cref="WordHash"/>.</param>
    /// <param name="pieces">Where the pieces go; at least as long as the word.</param>
    /// <returns>How many pieces there are.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    /// <inheritdoc/>
    public JsonObject ToJson() => new()
    {
        ["type"] = "WordPiece",
        ["unk_token"] = UnknownToken,
        ["continuing_subword_prefix"] = Prefix,
        ["max_input_chars_per_word"] = MaxCharactersPerWord,
        ["vocab"] = _vocabulary.ToJson(),
    };

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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
