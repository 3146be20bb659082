namespace FineTune.Tokenizers;

/// <summary>A set of Unicode code points: one bit each, in pages of 256 of which empty ones and full ones are shared.</summary>
internal sealed class CodePointSet
{
    private static readonly ulong[] Empty = new ulong[4];
    private readonly ulong[][] _pages = new ulong[0x1100][];

    public CodePointSet() => Array.Fill(_pages, Empty);

    public bool Contains(int codePoint)
    {
        ulong[] page = _pages[codePoint >> 8];
        return (page[(codePoint >> 6) & 3] >> (codePoint & 63) & 1) != 0;
    }

    public void AddRange(int first, int last)
    {
        for (int c = first; c <= last; c++)
        {
            ref ulong[] page = ref _pages[c >> 8];
            if (ReferenceEquals(page, Empty))
                page = new ulong[4];
            page[(c >> 6) & 3] |= 1UL << (c & 63);
        }
    }
}
