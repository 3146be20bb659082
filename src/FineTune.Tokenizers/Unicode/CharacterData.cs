using System.Runtime.CompilerServices;

namespace FineTune.Tokenizers;

/// <summary>
/// What the reference's regular expressions and script splitter believe about code points, in <c>characters.bin</c> (made by
/// <c>make_character_tables.py</c>). Each part is read when a component asks for it.
/// </summary>
internal sealed class CharacterData
{
    private static readonly Lazy<CharacterData> Loaded = new(() => new CharacterData());
    private readonly byte[] _bytes = NumberReader.Resource("characters.bin");
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CodePointSet> _sets = new(StringComparer.Ordinal);
    private readonly int _scriptsAt, _foldsAt;
    private CodePointSet? _control, _extend, _prepend;
    private byte[]? _categories, _scripts;
    private Dictionary<int, int[]>? _folds;

    private CharacterData()
    {
        NumberReader reader = new(_bytes);
        reader.Skip(2 * reader.Next());
        for (int count = reader.Next(); count > 0; count--)
        {
            _places.Add(reader.NextText(), reader.Position);
            reader.Skip(2 * reader.Next());
        }

        _scriptsAt = reader.Position;
        reader.Skip(2 * reader.Next());
        _foldsAt = reader.Position;
    }

    public static CharacterData Instance => Loaded.Value;

    /// <summary>Gets what the Digits component splits at.</summary>
    public CodePointSet Numeric => Set("numeric")!;

    /// <summary>Gets what a grapheme cluster ends before and after.</summary>
    public CodePointSet Control => _control ??= ReadControl();

    /// <summary>Gets what continues a grapheme cluster.</summary>
    public CodePointSet Extend => _extend ??= Set("extend")!;

    /// <summary>Gets what a grapheme cluster continues after.</summary>
    public CodePointSet Prepend => _prepend ??= Set("prepend")!;

    /// <summary>Gets the code points that are equal to others without case.</summary>
    public IReadOnlyCollection<int> Cased => Folds.Keys;

    /// <summary>Gets a reader of the categories as runs: how many, then for each its length less one and its category.</summary>
    public NumberReader CategoryRuns => new(_bytes);

    /// <summary>Gets the characters that are equal without case, by each. Two threads may read a part at once, which does no harm.</summary>
    private Dictionary<int, int[]> Folds => _folds ??= ReadFolds(_foldsAt);

    public Category CategoryOf(int point) => (Category)(_categories ??= ReadPartition(0))[point];

    /// <summary>The number of a script as the UnicodeScripts component sees it; 0 goes with any.</summary>
    public int ScriptOf(int point) => (_scripts ??= ReadPartition(_scriptsAt))[point];

    /// <summary>The code points of some categories.</summary>
    public CodePointSet OfCategories(Func<Category, bool> isAmong)
    {
        CodePointSet set = new();
        NumberReader reader = CategoryRuns;
        int start = 0;
        for (int count = reader.Next(); count > 0; count--)
        {
            int length = reader.Next() + 1;
            if (isAmong((Category)reader.Next()))
                set.AddRange(start, start + length - 1);
            start += length;
        }

        return set;
    }

    /// <summary>A class or property by its name in lower case, without spaces and underscores; null when there is none.</summary>
    public CodePointSet? Set(string name)
    {
        if (!_places.TryGetValue(name, out int place))
            return null;
        lock (_sets)
        {
            if (!_sets.TryGetValue(name, out CodePointSet? set))
                _sets[name] = set = ReadSet(place);
            return set;
        }
    }

    /// <summary>A reader of a set as ranges: how many, then for each the gap since the last and its length less one.</summary>
    public NumberReader RangesOf(string name) => new(_bytes, _places[name]);

    /// <summary>The code points that are equal to another without case, itself among them; null for those alone.</summary>
    public int[]? EqualWithoutCase(int point) => Folds.GetValueOrDefault(point);

    /// <summary>Control characters and separators, and of format characters those that neither extend nor prepend.</summary>
    private CodePointSet ReadControl()
    {
        CodePointSet set = OfCategories(category => category is Category.Cc or Category.Zl or Category.Zp);
        CodePointSet format = OfCategories(category => category == Category.Cf);
        for (int point = 0; point < 0x110000; point++)
        {
            if (!format.HasPageOf(point))
                point |= 255;
            else if (format.Contains(point) && !Extend.Contains(point) && !Prepend.Contains(point))
                set.With(point);
        }

        return set;
    }

    private CodePointSet ReadSet(int place)
    {
        CodePointSet set = new();
        NumberReader reader = new(_bytes, place);
        set.AddRanges(ref reader);
        return set;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private byte[] ReadPartition(int place)
    {
        byte[] values = new byte[0x110000];
        NumberReader reader = new(_bytes, place);
        int position = 0;
        for (int count = reader.Next(); count > 0; count--)
        {
            int end = position + reader.Next() + 1;
            byte value = (byte)reader.Next();
            while (position < end)
                values[position++] = value;
        }

        return values;
    }

    private Dictionary<int, int[]> ReadFolds(int place)
    {
        Dictionary<int, int[]> folds = [];
        NumberReader reader = new(_bytes, place);
        for (int count = reader.Next(); count > 0; count--)
        {
            int[] equal = new int[reader.Next()];
            for (int i = 0; i < equal.Length; i++)
                equal[i] = reader.Next();
            foreach (int point in equal)
                folds[point] = equal;
        }

        return folds;
    }
}
