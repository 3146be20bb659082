namespace FineTune.Tokenizers;

/// <summary>The tokens of a text or a pair, put together. A sequence of -1 marks what no text has: special tokens and padding.</summary>
internal sealed class Encoding(int length)
{
    public int Length => Ids.Length;

    public int[] Ids { get; private set; } = new int[length];

    public int[] TypeIds { get; private set; } = new int[length];

    public int[] AttentionMask { get; private set; } = new int[length];

    public int[] Starts { get; private set; } = new int[length];

    public int[] Ends { get; private set; } = new int[length];

    /// <summary>Gets the index of each token's word in its text, -1 for none.</summary>
    public int[] Words { get; private set; } = new int[length];

    /// <summary>Gets which text each token belongs to, -1 for none.</summary>
    public sbyte[] Sequences { get; private set; } = new sbyte[length];

    /// <summary>Pads to a length; longer ones stay.</summary>
    public void Pad(int target, PaddingParameters padding)
    {
        int missing = target - Length;
        if (missing <= 0)
            return;
        bool left = padding.Side == Side.Left;
        Ids = Extend(Ids, missing, padding.PadId, left);
        TypeIds = Extend(TypeIds, missing, padding.PadTypeId, left);
        AttentionMask = Extend(AttentionMask, missing, 0, left);
        Starts = Extend(Starts, missing, 0, left);
        Ends = Extend(Ends, missing, 0, left);
        Words = Extend(Words, missing, -1, left);
        Sequences = Extend(Sequences, missing, (sbyte)-1, left);
    }

    private static T[] Extend<T>(T[] values, int missing, T value, bool left)
    {
        T[] result = new T[values.Length + missing];
        values.CopyTo(result, left ? missing : 0);
        result.AsSpan(left ? 0 : values.Length, missing).Fill(value);
        return result;
    }
}
