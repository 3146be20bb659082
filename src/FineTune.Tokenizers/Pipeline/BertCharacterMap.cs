namespace FineTune.Tokenizers;

/// <summary>
/// BERT's normalizer and pre-tokenizer as a table from code points to what becomes of them. Both look at one character at a time
/// (marks that canonical ordering may move aside), so the table is exact. Pages of 256 are made when first needed.
/// </summary>
internal sealed class BertCharacterMap(BertNormalizer normalizer)
{
    private readonly int[]?[] _pages = new int[0x1100][];
    private readonly List<int[]> _many = [];
    private readonly Lock _lock = new();

    public int[] Page(int index) => _pages[index] ?? MakePage(index);

    public int this[int point] => Page(point >> 8)[point & 255];

    public int[] Many(int entry)
    {
        lock (_lock)
            return _many[BertCharacter.Value(entry)];
    }

    private int[] MakePage(int index)
    {
        lock (_lock)
        {
            if (_pages[index] is int[] made)
                return made;
            int[] page = new int[256];
            for (int i = 0; i < 256; i++)
                page[i] = Pack(Expand((index << 8) + i));
            Volatile.Write(ref _pages[index], page);
            return page;
        }
    }

    private int Pack(List<int> parts)
    {
        if (parts.Count <= 1)
            return parts.Count == 0 ? BertCharacter.Removed : parts[0];
        if (parts.Contains(BertCharacter.Reordered))
            return BertCharacter.Reordered;
        if (parts is [BertCharacter.Space, < BertCharacter.Space, BertCharacter.Space])
            return BertCharacter.Isolated | parts[1];
        _many.Add([.. parts]);
        return BertCharacter.Many | (_many.Count - 1);
    }

    private List<int> Expand(int point)
    {
        UnicodeData unicode = UnicodeData.Instance;
        if (normalizer.CleanText && unicode.Control.Contains(point))
            return [];
        if (normalizer.CleanText && unicode.Space.Contains(point))
            return [BertCharacter.Space];

        List<int> parts = [], entries = [];
        if (normalizer.StripsAccents)
            unicode.Decompose(point, compatible: false, parts);
        else
            parts.Add(point);
        bool isChinese = normalizer.HandleChineseChars && UnicodeData.IsChinese(point);
        if (isChinese)
            entries.Add(BertCharacter.Space);
        foreach (int part in parts)
            ExpandPart(part, entries);
        if (isChinese)
            entries.Add(BertCharacter.Space);
        return entries;
    }

    private void ExpandPart(int point, List<int> entries)
    {
        UnicodeData unicode = UnicodeData.Instance;
        if (normalizer.StripsAccents && unicode.Nonspacing.Contains(point))
            return;
        if (normalizer.StripsAccents && unicode.CombiningClass(point) != 0)
            entries.Add(BertCharacter.Reordered);
        else if (!normalizer.Lowercase)
            entries.Add(Classify(point));
        else if (UnicodeData.IsDottedI(point))
            entries.AddRange([Classify('i'), Classify(0x307)]);
        else
            entries.Add(Classify(unicode.ToLower(point)));
    }

    private static int Classify(int point)
    {
        UnicodeData unicode = UnicodeData.Instance;
        if (unicode.White.Contains(point))
            return BertCharacter.Space;
        return (unicode.Punctuation.Contains(point) ? BertCharacter.Isolated : BertCharacter.Word) | point;
    }
}
