using System.Runtime.CompilerServices;

namespace FineTune.Tokenizers;

/// <summary>A set of Unicode code points: one bit each, in pages of 256, of which empty ones are not there.</summary>
internal sealed class CodePointSet
{
    private const int PageCount = 0x1100;
    private ulong[]?[] _pages = [];

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
        _pages = Combine(other, (mine, its) => mine | its)._pages;
    }

    private CodePointSet Combine(CodePointSet other, Func<ulong, ulong, ulong> combine)
    {
        CodePointSet result = new() { _pages = new ulong[PageCount][] };
        for (int page = 0; page < PageCount; page++)
        {
            ulong[] bits = new ulong[4];
            for (int i = 0; i < bits.Length; i++)
                bits[i] = combine(Page(page)?[i] ?? 0, other.Page(page)?[i] ?? 0);
            if (bits.AsSpan().ContainsAnyExcept(0UL))
                result._pages[page] = bits;
        }

        return result;
    }

    /// <summary>Whether there may be any among the 256 a code point is one of.</summary>
    public bool HasPageOf(int codePoint) => Page(codePoint >> 8) is not null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(int codePoint)
    {
        ulong[]? page = Page(codePoint >> 8);
        return page is not null && (page[(codePoint >> 6) & 3] >> (codePoint & 63) & 1) != 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddRange(int first, int last)
    {
        if (last >> 8 >= _pages.Length)
            Array.Resize(ref _pages, Math.Min(PageCount, Math.Max((last >> 8) + 1, _pages.Length * 2)));
        for (int c = first; c <= last; c = (c | 63) + 1)
        {
            ulong[] page = _pages[c >> 8] ??= new ulong[4];
            int count = Math.Min(last, c | 63) - c + 1;
            page[(c >> 6) & 3] |= ulong.MaxValue >> (64 - count) << (c & 63);
        }
    }

    /// <summary>Adds ranges as the files of this folder hold them: how many, then for each the gap since the last and its length less one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddRanges(ref NumberReader reader)
    {
        int last = 0;
        for (int count = reader.Next(); count > 0; count--)
        {
            int first = last + reader.Next();
            last = first + reader.Next();
            AddRange(first, last);
        }
    }

    private ulong[]? Page(int index) => (uint)index < (uint)_pages.Length ? _pages[index] : null;
}
