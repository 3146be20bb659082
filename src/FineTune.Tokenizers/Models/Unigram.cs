using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>
/// The unigram model: a word is cut so that the scores of its tokens sum up to the most (Viterbi; of equal ways the first found stays).
/// Characters that no token covers are unknown, with a score 10 below the lowest; those side by side are one token.
/// </summary>
internal sealed class Unigram : IModel
{
    private const double UnknownPenalty = 10;
    private readonly (string Token, double Score)[] _tokens;
    private readonly double[] _scores;
    private readonly Vocabulary _vocabulary;
    private readonly UnigramTrie _trie = new();
    private readonly int[] _bytes;
    private readonly int? _unknownId;
    private readonly bool _byteFallback;
    private readonly double _unknownScore;

    public Unigram((string Token, double Score)[] tokens, int? unknownId, bool byteFallback)
    {
        (_tokens, _unknownId, _byteFallback) = (tokens, unknownId, byteFallback);
        Dictionary<string, int> ids = new(tokens.Length, StringComparer.Ordinal);
        for (int id = 0; id < tokens.Length; id++)
        {
            ids[tokens[id].Token] = id;
            if (!_trie.TryAdd(CodePoints.Of(tokens[id].Token), id))
                throw Throw.VocabularyTooLarge(tokens.Length);
        }

        _vocabulary = new Vocabulary(ids);
        _scores = [.. tokens.Select(token => token.Score)];
        _unknownScore = (tokens.Length == 0 ? double.PositiveInfinity : _scores.Min()) - UnknownPenalty;
        _bytes = _vocabulary.ByteTokens();
    }

    public int VocabularySize => _tokens.Length;

    public IReadOnlyDictionary<string, int> Vocabulary => _vocabulary.Ids;

    public int SpelledAsText => _unknownId ?? -1;

    public int? TokenToId(string token) => _vocabulary.Find(token);

    public string? IdToToken(int id) => (uint)id < _tokens.Length ? _tokens[id].Token : null;

    /// <inheritdoc/>
    public int Tokenize(ReadOnlySpan<int> word, TokenBuffer buffer)
    {
        Span<UnigramPath> paths = buffer.ReservePaths(word.Length + 1);
        FindPaths(word, paths);
        return Collect(word, paths, buffer);
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new()
    {
        ["type"] = "Unigram",
        ["unk_id"] = _unknownId,
        ["vocab"] = new JsonArray([.. _tokens.Select(token => new JsonArray(token.Token, JsonText.Number(token.Score)))]),
        ["byte_fallback"] = _byteFallback,
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FindPaths(ReadOnlySpan<int> word, Span<UnigramPath> paths)
    {
        foreach (ref UnigramPath path in paths)
            path = new(0, 0, -1);
        for (int start = 0; start < word.Length; start++)
        {
            double score = paths[start].Score;
            bool single = false;
            int node = 0;
            for (int i = start; i < word.Length; i++)
            {
                node = _trie.Next(node, word[i]);
                if (node < 0)
                    break;
                int id = _trie.IdAt(node);
                if (id < 0)
                    continue;
                single |= i == start;
                Offer(ref paths[i + 1], score + _scores[id], id, start);
            }

            if (!single)
                OfferUnknown(ref paths[start + 1], score + _unknownScore, start, word);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Offer(ref UnigramPath path, double score, int id, int start)
    {
        if (path.Start < 0 || score > path.Score)
            path = new(score, id, start);
    }

    private void OfferUnknown(ref UnigramPath path, double score, int start, ReadOnlySpan<int> word)
    {
        if (path.Start < 0 || score > path.Score)
            path = new(score, _unknownId ?? throw Throw.NoUnknownToken(word[start]), start);
    }

    /// <summary>Follows the best path back, then turns the pieces round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Collect(ReadOnlySpan<int> word, ReadOnlySpan<UnigramPath> paths, TokenBuffer buffer)
    {
        int count = 0;
        for (int end = word.Length; end > 0;)
        {
            UnigramPath path = paths[end];
            int start = path.Start;
            if (path.Id == _unknownId)
            {
                while (start > 0 && paths[start].Id == _unknownId)
                    start = paths[start].Start;
                count = AddUnknown(word, start, end, count, buffer);
            }
            else
            {
                buffer.ReservePieces(count + 1);
                buffer.Pieces[count++] = new(path.Id, start, end);
            }

            end = start;
        }

        Piece[] pieces = buffer.Pieces;
        for (int i = 0, j = count - 1; i < j; i++, j--)
            (pieces[i], pieces[j]) = (pieces[j], pieces[i]);
        return count;
    }

    /// <summary>Unknown characters are a token after all when the vocabulary has all of them together, or their bytes.</summary>
    private int AddUnknown(ReadOnlySpan<int> word, int start, int end, int count, TokenBuffer buffer)
    {
        int id = _trie.Find(word[start..end]);
        if (id < 0 && _byteFallback && HasBytes(word[start..end]))
            return AddBytes(word, start, end, count, buffer);
        buffer.ReservePieces(count + 1);
        buffer.Pieces[count] = new(id < 0 ? _unknownId!.Value : id, start, end);
        return count + 1;
    }

    private bool HasBytes(ReadOnlySpan<int> text)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (int point in text)
        {
            foreach (byte value in bytes[..new Rune(point).EncodeToUtf8(bytes)])
            {
                if (_bytes[value] < 0)
                    return false;
            }
        }

        return true;
    }

    /// <summary>Adds the tokens of all bytes, the last first; the span of each is all of the text.</summary>
    private int AddBytes(ReadOnlySpan<int> word, int start, int end, int count, TokenBuffer buffer)
    {
        Span<byte> bytes = stackalloc byte[4];
        for (int i = end - 1; i >= start; i--)
        {
            int length = new Rune(word[i]).EncodeToUtf8(bytes);
            buffer.ReservePieces(count + length);
            while (length > 0)
                buffer.Pieces[count++] = new(_bytes[bytes[--length]], start, end);
        }

        return count;
    }
}
