namespace FineTune.Tokenizers;

/// <summary>Puts tokens and special tokens together as a template says.</summary>
internal readonly ref struct EncodingBuilder(TokenizerBackend backend, bool addSpecialTokens, TokenBuffer buffer)
{
    private readonly PostProcessor _postProcessor = backend.PostProcessor;

    /// <summary>The kept part of a text or a pair.</summary>
    public Encoding Build(TokenSlice first, TokenSlice? second) => Build(first, second, firstOverflows: false, secondOverflows: false);

    /// <summary>What truncation cut off: every window of one text with every window of the other, but for the two kept.</summary>
    public List<Encoding> BuildOverflow(List<TokenSlice> first, List<TokenSlice> second)
    {
        List<Encoding> result = [];
        int seconds = Math.Max(1, second.Count);
        for (int n = 1; n <= first.Count; n++)
        {
            int i = n % first.Count;
            for (int j = i == 0 ? 1 : 0; j < seconds; j++)
                result.Add(Build(first[i], second.Count == 0 ? null : second[j], firstOverflows: i > 0, secondOverflows: j > 0));
        }

        return result;
    }

    private Encoding Build(TokenSlice first, TokenSlice? second, bool firstOverflows, bool secondOverflows)
    {
        bool pair = second is not null;
        int added = !addSpecialTokens ? 0 : pair ? _postProcessor.AddedToPair : _postProcessor.AddedToSingle;
        Encoding encoding = new(first.Length + (second?.Length ?? 0) + added);
        encoding.AttentionMask.AsSpan().Fill(1);
        int position = 0;
        foreach (TemplatePiece piece in pair ? _postProcessor.Pair : _postProcessor.Single)
        {
            if (piece.SpecialToken is SpecialToken special)
                position = addSpecialTokens ? CopySpecial(encoding, position, special.Ids, piece.TypeId) : position;
            else if (piece.Sequence == 0)
                position = CopyText(encoding, position, first, piece, firstOverflows);
            else
                position = CopyText(encoding, position, second!.Value, piece, secondOverflows);
        }

        return encoding;
    }

    private static int CopySpecial(Encoding encoding, int position, int[] ids, int typeId)
    {
        ids.CopyTo(encoding.Ids, position);
        encoding.TypeIds.AsSpan(position, ids.Length).Fill(typeId);
        encoding.Words.AsSpan(position, ids.Length).Fill(-1);
        encoding.Sequences.AsSpan(position, ids.Length).Fill(-1);
        return position + ids.Length;
    }

    private int CopyText(Encoding encoding, int position, TokenSlice slice, TemplatePiece piece, bool overflows)
    {
        (int from, int length) = (slice.Start, slice.Length);
        buffer.Ids.Slice(from, length).CopyTo(encoding.Ids.AsSpan(position));
        buffer.Starts.Slice(from, length).CopyTo(encoding.Starts.AsSpan(position));
        buffer.Ends.Slice(from, length).CopyTo(encoding.Ends.AsSpan(position));
        buffer.Words.Slice(from, length).CopyTo(encoding.Words.AsSpan(position));
        foreach (bool addPrefixSpace in _postProcessor.Trims)
            backend.Margins.Trim(buffer, slice, encoding.Starts.AsSpan(position, length), encoding.Ends.AsSpan(position, length), addPrefixSpace);
        bool ownType = overflows && !(_postProcessor.IsOneType && addSpecialTokens);
        encoding.TypeIds.AsSpan(position, length).Fill(ownType ? piece.Sequence : piece.TypeId);
        encoding.Sequences.AsSpan(position, length).Fill((sbyte)piece.Sequence);
        return position + length;
    }
}
