using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>
/// Byte pair encoding: a word begins as its characters, and of all neighbours that the list of merges knows, the ones that stand first in
/// it become one token, again and again.
/// </summary>
internal sealed class Bpe : IModel
{
    private readonly Vocabulary _vocabulary;
    private readonly BpeMerges _merges;
    private readonly BpeOptions _options;
    private readonly BpeStart _start;

    public Bpe(Vocabulary vocabulary, BpeMerges merges, BpeOptions options)
    {
        (_vocabulary, _merges, _options) = (vocabulary, merges, options);
        _start = new BpeStart(vocabulary, options);
        if (Enumerable.Range(0, 256).Select(value => _vocabulary.IdOf(ByteAlphabet.ToCharacter((byte)value).ToString())).ToArray() is int[] ids
            && !ids.Contains(-1))
        {
            BytesToIds = ids;
        }
    }

    public int VocabularySize => _vocabulary.Count;

    public IReadOnlyDictionary<string, int> Vocabulary => _vocabulary.Ids;

    /// <summary>Gets the ids of the 256 characters of <see cref="ByteAlphabet"/>; null when one is missing.</summary>
    public int[]? BytesToIds { get; }

    /// <summary>Gets whether words of bytes begin with just those ids: nothing is put before or after characters.</summary>
    public bool IsPlain => string.IsNullOrEmpty(_options.ContinuingSubwordPrefix) && string.IsNullOrEmpty(_options.EndOfWordSuffix);

    public int? TokenToId(string token) => _vocabulary.Find(token);

    public string? IdToToken(int id) => _vocabulary.TokenOf(id);

    /// <inheritdoc/>
    public int Tokenize(ReadOnlySpan<int> word, TokenBuffer buffer)
    {
        if (word.IsEmpty)
            return 0;
        buffer.ReserveWord(word.Length * 2);
        if (_options.IgnoreMerges && WholeWord(word, buffer) is int whole)
        {
            buffer.Pieces[0] = new(whole, 0, word.Length);
            return 1;
        }

        BpeWord symbols = buffer.Symbols;
        symbols.Clear();
        _start.Fill(word, symbols, buffer);
        symbols.Merge(_merges);
        return Collect(word, symbols, buffer);
    }

    /// <summary>Whether the vocabulary has a word of bytes as it is, and that counts. <see cref="TokenBuffer.Characters"/> holds the bytes.</summary>
    public bool TryWholeWord(int length, TokenBuffer buffer, out int id)
    {
        id = -1;
        if (!_options.IgnoreMerges)
            return false;
        Span<char> word = buffer.Characters.AsSpan(0, length);
        foreach (ref char c in word)
            c = ByteAlphabet.ToCharacter((byte)c);
        return _vocabulary.Table.TryGetValue(word, out id);
    }

    public void Merge(BpeWord symbols) => symbols.Merge(_merges);

    /// <inheritdoc/>
    public JsonObject ToJson() => new()
    {
        ["type"] = "BPE",
        ["dropout"] = _options.Dropout,
        ["unk_token"] = _options.UnknownToken,
        ["continuing_subword_prefix"] = _options.ContinuingSubwordPrefix,
        ["end_of_word_suffix"] = _options.EndOfWordSuffix,
        ["fuse_unk"] = _options.FuseUnknown,
        ["byte_fallback"] = _options.ByteFallback,
        ["ignore_merges"] = _options.IgnoreMerges,
        ["vocab"] = _vocabulary.ToJson(),
        ["merges"] = _merges.ToJson(_vocabulary),
    };

    private int? WholeWord(ReadOnlySpan<int> word, TokenBuffer buffer)
    {
        int length = CodePoints.ToUtf16(word, buffer.Characters);
        return _vocabulary.Table.TryGetValue(buffer.Characters.AsSpan(0, length), out int id) ? id : null;
    }

    /// <summary>
    /// Symbols hold lengths in bytes and lie side by side, as in the reference: a character that was dropped moves those after it. A
    /// piece's span is all code points it touches.
    /// </summary>
    private static int Collect(ReadOnlySpan<int> word, BpeWord symbols, TokenBuffer buffer)
    {
        int count = 0, position = 0, point = 0, pointStart = 0;
        for (int i = symbols.Count > 0 ? 0 : -1; i >= 0; i = symbols.Next(i))
        {
            int end = position + symbols.Length(i);
            while (point < word.Length - 1 && position >= pointStart + CodePoints.Utf8Length(word[point]))
                pointStart += CodePoints.Utf8Length(word[point++]);
            int first = point;
            while (point < word.Length - 1 && end > pointStart + CodePoints.Utf8Length(word[point]))
                pointStart += CodePoints.Utf8Length(word[point++]);
            buffer.ReservePieces(count + 1);
            buffer.Pieces[count++] = new(symbols.Id(i), first, point + 1);
            position = end;
        }

        return count;
    }
}
