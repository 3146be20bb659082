namespace FineTune.Tokenizers;

/// <summary>Text to tokens with their spans: added tokens, normalizer, pre-tokenizer and model. Immutable.</summary>
internal sealed class TextEncoder
{
    private readonly INormalizer? _normalizer;
    private readonly IPreTokenizer? _preTokenizer;
    private readonly WordPiece _model;
    private readonly BertTextEncoder? _bert;

    public TextEncoder(INormalizer? normalizer, IPreTokenizer? preTokenizer, WordPiece model)
    {
        (_normalizer, _preTokenizer, _model) = (normalizer, preTokenizer, model);
        _bert = normalizer is BertNormalizer bert && preTokenizer is BertPreTokenizer ? new BertTextEncoder(bert, model) : null;
    }

    /// <summary>Appends the tokens of a text to the buffer, with spans in code points.</summary>
    public void Encode(string text, AddedVocabulary added, bool splitSpecialTokens, TokenBuffer buffer)
    {
        buffer.WordIndex = 0;
        if (added.Raw.MayMatch(text))
            EncodeAround(text, added, splitSpecialTokens, buffer);
        else
            EncodePiece(text, 0, added, splitSpecialTokens, buffer);
    }

    private void EncodeAround(string text, AddedVocabulary added, bool splitSpecialTokens, TokenBuffer buffer)
    {
        List<AddedTokenMatch> matches = [];
        buffer.Text.Reset(text, 0);
        added.Raw.Split(buffer.Text.Points, splitSpecialTokens, matches);
        int unit = 0;
        foreach (AddedTokenMatch match in matches)
        {
            int start = unit;
            unit = CodePoints.ToUtf16(text, unit, match.End - match.Start);
            if (match.IsToken)
                AddToken(match.Id, match.Start, match.End, buffer);
            else
                EncodePiece(text.AsSpan(start, unit - start), match.Start, added, splitSpecialTokens, buffer);
        }
    }

    private void EncodePiece(ReadOnlySpan<char> text, int offset, AddedVocabulary added, bool splitSpecialTokens, TokenBuffer buffer)
    {
        if (_bert is not null && added.Normalized.IsEmpty && _bert.TryEncode(text, offset, buffer))
            return;

        NormalizedText normalized = buffer.Text;
        normalized.Reset(text, offset);
        _normalizer?.Normalize(normalized);
        if (added.Normalized.IsEmpty)
        {
            EncodeSpan(normalized, new Word(0, normalized.Length), buffer);
            return;
        }

        List<AddedTokenMatch> matches = [];
        added.Normalized.Split(normalized.Points, splitSpecialTokens, matches);
        foreach (AddedTokenMatch match in matches)
        {
            if (match.IsToken)
                AddToken(match.Id, normalized.Start(match.Start), normalized.End(match.End - 1), buffer);
            else
                EncodeSpan(normalized, new Word(match.Start, match.End), buffer);
        }
    }

    private void EncodeSpan(NormalizedText text, Word span, TokenBuffer buffer)
    {
        List<Word> words = [];
        if (_preTokenizer is not null)
            _preTokenizer.Split(text.Points, span, words);
        else if (span.Start < span.End)
            words.Add(span);
        foreach (Word word in words)
            EncodeWord(text, word, buffer);
    }

    private void EncodeWord(NormalizedText text, Word word, TokenBuffer buffer)
    {
        buffer.ReserveWord((word.End - word.Start) * 2);
        int length = 0;
        for (int i = word.Start; i < word.End; i++)
        {
            int point = text.Points[i];
            int units = new System.Text.Rune(point).EncodeToUtf16(buffer.Characters.AsSpan(length));
            buffer.Origins.AsSpan(length, units).Fill(i);
            length += units;
        }

        ReadOnlySpan<char> characters = buffer.Characters.AsSpan(0, length);
        int count = _model.Tokenize(characters, WordHash.Of(characters), buffer.Pieces);
        foreach (Piece piece in buffer.Pieces.AsSpan(0, count))
            buffer.Add(piece.Id, text.Start(buffer.Origins[piece.Start]), text.End(buffer.Origins[piece.End - 1]));
        buffer.WordIndex++;
    }

    private static void AddToken(int id, int start, int end, TokenBuffer buffer)
    {
        buffer.Add(id, start, end);
        buffer.WordIndex++;
    }

}
