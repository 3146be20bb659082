using System.Diagnostics;

namespace FineTune.Tokenizers;

/// <summary>
/// What the reference's regular expressions and script splitter believe about code points, read once from <c>characters.bin</c> (made by
/// <c>make_character_tables.py</c>) when a component asks for it.
/// </summary>
internal sealed class CharacterData
{
    private static readonly Lazy<CharacterData> Loaded = new(Load);
    private readonly Category[] _categories = new Category[0x110000];
    private readonly byte[] _scripts = new byte[0x110000];
    private readonly Dictionary<string, CodePointSet> _sets = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int[]> _folds = [];

    public static CharacterData Instance => Loaded.Value;

    /// <summary>Gets white space, <c>\s</c>.</summary>
    public CodePointSet Space => _sets["space"];

    /// <summary>Gets what the Digits component splits at.</summary>
    public CodePointSet Numeric => _sets["numeric"];

    /// <summary>Gets what continues a grapheme cluster.</summary>
    public CodePointSet Extend => _sets["extend"];

    /// <summary>Gets what a grapheme cluster continues after.</summary>
    public CodePointSet Prepend => _sets["prepend"];

    public Category CategoryOf(int point) => _categories[point];

    /// <summary>The number of a script as the UnicodeScripts component sees it; 0 goes with any.</summary>
    public int ScriptOf(int point) => _scripts[point];

    /// <summary>A class or property by its name in lower case, without spaces and underscores; null when there is none.</summary>
    public CodePointSet? Set(string name) => _sets.GetValueOrDefault(name);

    /// <summary>Gets the code points that are equal to others without case.</summary>
    public IReadOnlyCollection<int> Cased => _folds.Keys;

    /// <summary>The code points that are equal to another without case, itself among them; null for those alone.</summary>
    public int[]? EqualWithoutCase(int point) => _folds.GetValueOrDefault(point);

    private static CharacterData Load()
    {
        using Stream stream = typeof(CharacterData).Assembly.GetManifestResourceStream("characters.bin")
            ?? throw new UnreachableException("Bug in FineTune: the resource characters.bin is missing.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        CharacterData data = new();
        data.Read(new NumberReader(bytes));
        return data;
    }

    private void Read(NumberReader reader)
    {
        ReadPartition(ref reader, (start, length, value) => _categories.AsSpan(start, length).Fill((Category)value));
        for (int count = reader.Next(); count > 0; count--)
        {
            CodePointSet set = new();
            _sets[reader.NextText()] = set;
            UnicodeData.ReadRanges(ref reader, set);
        }

        ReadPartition(ref reader, (start, length, value) => _scripts.AsSpan(start, length).Fill((byte)value));
        for (int count = reader.Next(); count > 0; count--)
        {
            int[] equal = new int[reader.Next()];
            for (int i = 0; i < equal.Length; i++)
                equal[i] = reader.Next();
            foreach (int point in equal)
                _folds[point] = equal;
        }
    }

    private static void ReadPartition(ref NumberReader reader, Action<int, int, int> take)
    {
        int start = 0;
        for (int count = reader.Next(); count > 0; count--)
        {
            int length = reader.Next() + 1;
            take(start, length, reader.Next());
            start += length;
        }
    }
}
