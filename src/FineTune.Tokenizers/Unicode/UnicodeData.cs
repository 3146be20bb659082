using System.Diagnostics;

namespace FineTune.Tokenizers;

/// <summary>
/// What the reference's components believe about code points, read once from <c>unicode.bin</c> (made by
/// <c>make_unicode_tables.py</c>). The runtime's own tables are not asked: they change with its version.
/// </summary>
internal sealed class UnicodeData
{
    private static readonly Lazy<UnicodeData> Loaded = new(Load);
    private readonly Dictionary<int, int> _lower = [];
    private readonly Dictionary<int, byte> _combining = [];
    private readonly Dictionary<int, int[]> _canonical = [];
    private readonly Dictionary<int, int[]> _compatible = [];
    private readonly Dictionary<long, int> _compositions = [];

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

    /// <summary>Whether a code point is a Chinese character in BERT's sense (Japanese and Korean alphabets are not).</summary>
    public static bool IsChinese(int c) =>
        c is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B81F)
            or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);

    /// <summary>The lower case of one code point, without its context. U+0130 has two: use <see cref="IsDottedI"/> first.</summary>
    public int ToLower(int c) => _lower.GetValueOrDefault(c, c);

    /// <summary>Whether lower case needs two code points: U+0130 becomes i and U+0307.</summary>
    public static bool IsDottedI(int c) => c == 0x130;

    /// <summary>The canonical combining class.</summary>
    public int CombiningClass(int c) => _combining.GetValueOrDefault(c);

    /// <summary>Appends the full canonical (or compatibility) decomposition of a code point, itself when there is none.</summary>
    public void Decompose(int c, bool compatible, List<int> destination)
    {
        if (c < 0x80)
            destination.Add(c);
        else if (Hangul.IsSyllable(c))
            Hangul.Decompose(c, destination);
        else if ((compatible && _compatible.TryGetValue(c, out int[]? parts)) || _canonical.TryGetValue(c, out parts))
            destination.AddRange(parts);
        else
            destination.Add(c);
    }

    /// <summary>The canonical composition of two code points, or -1.</summary>
    public int Compose(int first, int second)
    {
        int hangul = Hangul.Compose(first, second);
        return hangul >= 0 ? hangul : _compositions.GetValueOrDefault(((long)first << 32) | (uint)second, -1);
    }

    private static UnicodeData Load()
    {
        using Stream stream = typeof(UnicodeData).Assembly.GetManifestResourceStream("unicode.bin")
            ?? throw new UnreachableException("Bug in FineTune: the resource unicode.bin is missing.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        UnicodeData data = new();
        data.Read(new NumberReader(bytes));
        return data;
    }

    private void Read(NumberReader reader)
    {
        foreach (CodePointSet set in (CodePointSet[])[Control, Space, White, Punctuation, Nonspacing, Mark, Word])
            ReadRanges(ref reader, set);
        ReadLowerCase(ref reader);
        ReadCombiningClasses(ref reader);
        ReadDecompositions(ref reader, _canonical);
        ReadDecompositions(ref reader, _compatible);
        ReadCompositions(ref reader);
    }

    internal static void ReadRanges(ref NumberReader reader, CodePointSet set)
    {
        int last = 0;
        for (int count = reader.Next(); count > 0; count--)
        {
            int first = last + reader.Next();
            last = first + reader.Next();
            set.AddRange(first, last);
        }
    }

    private void ReadLowerCase(ref NumberReader reader)
    {
        int start = 0;
        for (int runs = reader.Next(); runs > 0; runs--)
        {
            start += reader.Next();
            int count = reader.Next() + 1;
            int stride = reader.Next();
            int zigzag = reader.Next();
            int delta = (zigzag >> 1) ^ -(zigzag & 1);
            for (int i = 0; i < count; i++)
                _lower[start + (i * stride)] = start + (i * stride) + delta;
        }
    }

    private void ReadCombiningClasses(ref NumberReader reader)
    {
        int last = 0;
        for (int runs = reader.Next(); runs > 0; runs--)
        {
            int first = last + reader.Next();
            last = first + reader.Next();
            byte combiningClass = (byte)reader.Next();
            for (int c = first; c <= last; c++)
                _combining[c] = combiningClass;
        }
    }

    private static void ReadDecompositions(ref NumberReader reader, Dictionary<int, int[]> table)
    {
        int codePoint = 0;
        for (int count = reader.Next(); count > 0; count--)
        {
            codePoint += reader.Next();
            int[] parts = new int[reader.Next()];
            for (int i = 0; i < parts.Length; i++)
                parts[i] = reader.Next();
            table[codePoint] = parts;
        }
    }

    private void ReadCompositions(ref NumberReader reader)
    {
        int first = 0;
        for (int count = reader.Next(); count > 0; count--)
        {
            first += reader.Next();
            int second = reader.Next();
            _compositions[((long)first << 32) | (uint)second] = reader.Next();
        }
    }
}
