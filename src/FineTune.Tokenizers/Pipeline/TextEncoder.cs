using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Tokenizers;

/// <summary>Text to tokens with their spans: added tokens, normalizer, pre-tokenizer and model. Immutable but for its cache of words.</summary>
internal sealed class TextEncoder
{
    private readonly WordCachePool _caches = new();
    private readonly INormalizer? _normalizer;
    private readonly IPreTokenizer? _preTokenizer;
    private readonly IModel _model;
    private readonly BertTextEncoder? _bert;
    private readonly ByteLevelTextEncoder? _byteLevel;
    private readonly int _spelledAsText;

    public TextEncoder(INormalizer? normalizer, IPreTokenizer? preTokenizer, IModel model)
    {
        (_normalizer, _preTokenizer, _model) = (normalizer, preTokenizer, model);
        _bert = normalizer is BertNormalizer bert && preTokenizer is BertPreTokenizer && model is WordPiece pieces
            ? new BertTextEncoder(bert, pieces)
            : null;
        _byteLevel = ByteLevelTextEncoder.For(normalizer, preTokenizer, model);
        _spelledAsText = model.SpelledAsText;
    }

    /// <summary>Appends the tokens of a text to the buffer, with spans in code points.</summary>
    public void Encode(string text, AddedVocabulary added, bool splitSpecialTokens, TokenBuffer buffer)
    {
        buffer.WordIndex = 0;
        WordCaches caches = _caches.Rent();
        try
        {
            if (added.Raw.MayMatch(text))
                EncodeAround(text, added, splitSpecialTokens, buffer, caches);
            else
                EncodePiece(text, 0, added, splitSpecialTokens, buffer, caches);
        }
        finally
        {
            _caches.Return(caches);
        }
    }

    private void EncodeAround(string text, AddedVocabulary added, bool splitSpecialTokens, TokenBuffer buffer, WordCaches caches)
    {
        List<AddedTokenMatch> matches = [];
        buffer.Text.Reset(text, 0);
        int[] points = buffer.Text.Points.ToArray();
        added.Raw.Split(points, splitSpecialTokens, matches);
        int unit = 0;
        foreach (AddedTokenMatch match in matches)
        {
            int start = unit;
            unit = CodePoints.ToUtf16(text, unit, match.End - match.Start);
            if (match.IsToken)
                AddToken(match.Id, match.Start, match.End, points.AsSpan(match.Start, match.End - match.Start), buffer);
            else
                EncodePiece(text.AsSpan(start, unit - start), match.Start, added, splitSpecialTokens, buffer, caches);
        }
    }

    private void EncodePiece(
        ReadOnlySpan<char> text, int offset, AddedVocabulary added, bool splitSpecialTokens, TokenBuffer buffer, WordCaches caches)
    {
        if (_bert is not null && added.Normalized.IsEmpty && _bert.TryEncode(text, offset, buffer))
            return;
        if (_byteLevel is not null && _byteLevel.IsUnchanged(text) && !added.Normalized.MayMatch(text))
        {
            _byteLevel.Encode(text, offset, buffer, caches.OfCharacters);
            return;
        }

        NormalizedText normalized = buffer.Text;
        normalized.Reset(text, offset);
        _normalizer?.Normalize(normalized);
        if (added.Normalized.IsEmpty)
        {
            EncodeWords(normalized, buffer, caches);
            return;
        }

        List<AddedTokenMatch> matches = [];
        added.Normalized.Split(normalized.Points, splitSpecialTokens, matches);
        foreach (AddedTokenMatch match in matches)
        {
            if (match.IsToken)
            {
                AddToken(match.Id, normalized.Start(match.Start), normalized.End(match.End - 1), normalized.Points[match.Start..match.End], buffer);
                continue;
            }

            buffer.Part.Reset(normalized, new Word(match.Start, match.End));
            EncodeWords(buffer.Part, buffer, caches);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void EncodeWords(NormalizedText text, TokenBuffer buffer, WordCaches caches)
    {
        PreTokenizedText cut = buffer.Cut;
        cut.Reset(text);
        _preTokenizer?.PreTokenize(cut);
        foreach (Word word in cut.Words)
            EncodeWord(text, word, buffer, caches);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void EncodeWord(NormalizedText text, Word word, TokenBuffer buffer, WordCaches caches)
    {
        WordCache cache = caches.OfPoints;
        ReadOnlySpan<int> points = text.Points[word.Start..word.End];
        ReadOnlySpan<byte> key = MemoryMarshal.AsBytes(points);
        uint hash = key.Length <= WordCache.LongestKey ? WordCache.Hash(key) : 0;
        if (key.Length > WordCache.LongestKey || !cache.TryFind(key, hash, out ReadOnlySpan<Piece> pieces))
        {
            int count = _model.Tokenize(points, buffer);
            pieces = buffer.Pieces.AsSpan(0, count);
            cache.Add(key, hash, pieces);
        }

        foreach (ref readonly Piece piece in pieces)
        {
            if (piece.Id == _spelledAsText)
                NoteMargin(points[piece.Start..piece.End], buffer);
            buffer.Add(piece.Id, text.Start(word.Start + piece.Start), text.End(word.Start + piece.End - 1));
        }

        buffer.WordIndex++;
    }

    private static void AddToken(int id, int start, int end, ReadOnlySpan<int> text, TokenBuffer buffer)
    {
        NoteMargin(text, buffer);
        buffer.Add(id, start, end);
        buffer.WordIndex++;
    }

    /// <summary>Notes the white space at the ends of the token that comes next.</summary>
    private static void NoteMargin(ReadOnlySpan<int> text, TokenBuffer buffer)
    {
        (int leading, int trailing) = TokenMargins.Of(text);
        if (leading > 0 || trailing > 0)
            buffer.Margins.Add(new(buffer.Count, leading, trailing));
    }
}
