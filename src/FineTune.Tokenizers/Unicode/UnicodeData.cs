using System.Runtime.CompilerServices;

namespace FineTune.Tokenizers;

/// <summary>
/// What the reference's components believe about code points, in <c>unicode.bin</c> (made by <c>make_unicode_tables.py</c>); each part
/// is read when it is first asked for. The runtime's own tables are not asked: they change with its version.
/// </summary>
internal sealed class UnicodeData
{
    private const int FirstCombining = 0x300;
    private static readonly Lazy<UnicodeData> Loaded = new(() => new UnicodeData());
    private readonly byte[] _bytes = NumberReader.Resource("unicode.bin");
    private readonly int _lowerAt, _combiningAt, _canonicalAt, _compatibleAt, _compositionsAt;
    private Dictionary<int, int>? _lower, _combining;
    private Dictionary<int, int[]>? _canonical, _compatible;
    private Dictionary<long, int>? _compositions;

    private UnicodeData()
    {
        NumberReader reader = new(_bytes);
        foreach (CodePointSet set in (CodePointSet[])[Control, Space, White, Punctuation, Nonspacing, Mark, Word])
            set.AddRanges(ref reader);
        _lowerAt = reader.Position;
        reader.Skip(4 * reader.Next());
        _combiningAt = reader.Position;
        reader.Skip(3 * reader.Next());
        _canonicalAt = reader.Position;
        SkipDecompositions(ref reader);
        _compatibleAt = reader.Position;
        SkipDecompositions(ref reader);
        _compositionsAt = reader.Position;
    }

    public static UnicodeData Instance => Loaded.Value;

    /// <summary>Gets what text cleaning removes: control, format and private-use characters, NUL and U+FFFD.</summary>
    public CodePointSet Control { get; } = new();

    /// <summary>Gets what text cleaning turns into a space.</summary>
    public CodePointSet Space { get; } = new();

    /// <summary>Gets what splits words: Unicode's White_Space.</summary>
    public CodePointSet White { get; } = new();

    /// <summary>Gets what is a word of its own.</summary>
    public CodePointSet Punctuation { get; } = new();

    /// <summary>Gets the nonspacing marks that accent stripping removes after decomposition.</summary>
    public CodePointSet Nonspacing { get; } = new();

    /// <summary>Gets all combining marks, which the StripAccents component removes.</summary>
    public CodePointSet Mark { get; } = new();

    /// <summary>Gets what a regular expression calls a word character.</summary>
    public CodePointSet Word { get; } = new();

    /// <summary>Gets lower case. Two threads may read a table at once, which does no harm.</summary>
    private Dictionary<int, int> Lower => _lower ??= ReadLowerCase(new(_bytes, _lowerAt));

    private Dictionary<int, int> Combining => _combining ??= ReadCombiningClasses(new(_bytes, _combiningAt));

    private Dictionary<int, int[]> Canonical => _canonical ??= ReadDecompositions(new(_bytes, _canonicalAt));

    private Dictionary<int, int[]> Compatible => _compatible ??= ReadDecompositions(new(_bytes, _compatibleAt));

    private Dictionary<long, int> Compositions => _compositions ??= ReadCompositions(new(_bytes, _compositionsAt));

    /// <summary>Whether a code point is a Chinese character in BERT's sense (Japanese and Korean alphabets are not).</summary>
    public static bool IsChinese(int c) =>
        c is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B81F)
            or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);

    /// <summary>The lower case of one code point, without its context. U+0130 has two: use <see cref="IsDottedI"/> first.</summary>
    public int ToLower(int c) => c < 0x80 ? c is >= 'A' and <= 'Z' ? c | 0x20 : c : Lower.TryGetValue(c, out int lower) ? lower : c;

    /// <summary>Whether lower case needs two code points: U+0130 becomes i and U+0307.</summary>
    public static bool IsDottedI(int c) => c == 0x130;

    /// <summary>The canonical combining class.</summary>
    public int CombiningClass(int c) => c >= FirstCombining && Combining.TryGetValue(c, out int combiningClass) ? combiningClass : 0;

    /// <summary>Appends the full canonical (or compatibility) decomposition of a code point, itself when there is none.</summary>
    public void Decompose(int c, bool compatible, List<int> destination)
    {
        if (c < 0x80)
            destination.Add(c);
        else if (Hangul.IsSyllable(c))
            Hangul.Decompose(c, destination);
        else if ((compatible && Compatible.TryGetValue(c, out int[]? parts)) || Canonical.TryGetValue(c, out parts))
            destination.AddRange(parts);
        else
            destination.Add(c);
    }

    /// <summary>The canonical composition of two code points, or -1.</summary>
    public int Compose(int first, int second)
    {
        int hangul = Hangul.Compose(first, second);
        return hangul >= 0 ? hangul : Compositions.GetValueOrDefault(((long)first << 32) | (uint)second, -1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SkipDecompositions(ref NumberReader reader)
    {
        for (int count = reader.Next(); count > 0; count--)
        {
            reader.Skip(1);
            reader.Skip(reader.Next());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Dictionary<int, int> ReadLowerCase(NumberReader reader)
    {
        Dictionary<int, int> table = [];
        int start = 0;
        for (int runs = reader.Next(); runs > 0; runs--)
        {
            start += reader.Next();
            int count = reader.Next() + 1;
            int stride = reader.Next();
            int zigzag = reader.Next();
            int delta = (zigzag >> 1) ^ -(zigzag & 1);
            for (int i = 0; i < count; i++)
                table[start + (i * stride)] = start + (i * stride) + delta;
        }

        return table;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Dictionary<int, int> ReadCombiningClasses(NumberReader reader)
    {
        Dictionary<int, int> table = [];
        int last = 0;
        for (int runs = reader.Next(); runs > 0; runs--)
        {
            int first = last + reader.Next();
            last = first + reader.Next();
            int combiningClass = reader.Next();
            for (int c = first; c <= last; c++)
                table[c] = combiningClass;
        }

        return table;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Dictionary<int, int[]> ReadDecompositions(NumberReader reader)
    {
        Dictionary<int, int[]> table = [];
        int codePoint = 0;
        for (int count = reader.Next(); count > 0; count--)
        {
            codePoint += reader.Next();
            int[] parts = new int[reader.Next()];
            for (int i = 0; i < parts.Length; i++)
                parts[i] = reader.Next();
            table[codePoint] = parts;
        }

        return table;
    }

    private static Dictionary<long, int> ReadCompositions(NumberReader reader)
    {
        Dictionary<long, int> table = [];
        int first = 0;
        for (int count = reader.Next(); count > 0; count--)
        {
            first += reader.Next();
            int second = reader.Next();
            table[((long)first << 32) | (uint)second] = reader.Next();
        }

        return table;
    }
}
