using System.Runtime.CompilerServices;

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
        Set(encoding.AttentionMask, 0, encoding.Length, 1);
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
        Set(encoding.TypeIds, position, ids.Length, typeId);
        Set(encoding.Words, position, ids.Length, -1);
        Set(encoding.Sequences, position, ids.Length, -1);
        return position + ids.Length;
    }

    private int CopyText(Encoding encoding, int position, TokenSlice slice, TemplatePiece piece, bool overflows)
    {
        int length = slice.Length;
        buffer.CopyTo(encoding, slice, position);
        foreach (bool addPrefixSpace in _postProcessor.Trims)
            backend.Margins.Trim(buffer, slice, encoding.Starts.AsSpan(position, length), encoding.Ends.AsSpan(position, length), addPrefixSpace);
        bool ownType = overflows && !(_postProcessor.IsOneType && addSpecialTokens);
        Set(encoding.TypeIds, position, length, ownType ? piece.Sequence : piece.TypeId);
        Set(encoding.Sequences, position, length, (sbyte)piece.Sequence);
        return position + length;
    }

    /// <summary>Sets numbers that are 0 so far. For some tens of them the vectors of <see cref="Span{T}.Fill"/> take longer to compile than to run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Set(int[] values, int start, int length, int value)
    {
        for (int i = start; value != 0 && i < start + length; i++)
            values[i] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Set(sbyte[] values, int start, int length, sbyte value)
    {
        for (int i = start; value != 0 && i < start + length; i++)
            values[i] = value;
    }
}
