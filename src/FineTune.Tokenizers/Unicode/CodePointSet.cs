namespace FineTune.Tokenizers;

/// <summary>A set of Unicode code points: one bit each, in pages of 256 of which empty ones and full ones are shared.</summary>
internal sealed class CodePointSet
{
    private static readonly ulong[] Empty = new ulong[4];
    private readonly ulong[][] _pages = new ulong[0x1100][];

    public CodePointSet() => Array.Fill(_pages, Empty);

    /// <summary>The code points of which something is true.</summary>
    public static CodePointSet Where(Func<int, bool> predicate)
    {
        CodePointSet set = new();
        for (int c = 0; c < 0x110000; c++)
        {
            if (predicate(c))
                set.AddRange(c, c);
        }

        return set;
    }

    public static CodePointSet Range(int first, int last)
    {
        CodePointSet set = new();
        set.AddRange(first, last);
        return set;
    }

    public CodePointSet Copy() => Combine(this, (mine, _) => mine);

    public CodePointSet Complement() => Combine(this, (mine, _) => ~mine);

    public CodePointSet Intersect(CodePointSet other) => Combine(other, (mine, its) => mine & its);

    /// <summary>Adds a code point.</summary>
    public CodePointSet With(int point)
    {
        AddRange(point, point);
        return this;
    }

    /// <summary>Adds all of another set.</summary>
    public void Add(CodePointSet other)
    {
        CodePointSet union = Combine(other, (mine, its) => mine | its);
        union._pages.CopyTo(_pages, 0);
    }

    private CodePointSet Combine(CodePointSet other, Func<ulong, ulong, ulong> combine)
    {
        CodePointSet result = new();
        for (int page = 0; page < _pages.Length; page++)
        {
            ulong[] bits = new ulong[4];
            for (int i = 0; i < bits.Length; i++)
                bits[i] = combine(_pages[page][i], other._pages[page][i]);
            if (bits.AsSpan().ContainsAnyExcept(0UL))
                result._pages[page] = bits;
        }

        return result;
    }

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
