namespace FineTune.Tokenizers;

/// <summary>
/// Grapheme clusters (Unicode's annex 29), as far as character maps look at them: those of up to five bytes. Emoji sequences and Indic
/// conjuncts are longer, and are read as their parts.
/// </summary>
internal static class Graphemes
{
    /// <summary>Where the cluster that begins at an index ends.</summary>
    public static int EndOf(ReadOnlySpan<int> points, int start)
    {
        int end = start + 1;
        bool pair = false;
        for (; end < points.Length; end++)
        {
            (int left, int right) = (points[end - 1], points[end]);
            if (left < 0x300 && right < 0x300 && !(left == '\r' && right == '\n'))
                break;
            if (IsFlag(left) && IsFlag(right) && !pair)
                pair = true;
            else if (IsBoundary(left, right))
                break;
        }

        return end;
    }

    private static bool IsBoundary(int left, int right)
    {
        if (left == '\r' && right == '\n')
            return false;
        if (IsControl(left) || IsControl(right))
            return true;
        CharacterData data = CharacterData.Instance;
        if (data.Extend.Contains(right) || data.Prepend.Contains(left))
            return false;
        return !JoinsHangul(left, right);
    }

    private static bool IsFlag(int c) => c is >= 0x1F1E6 and <= 0x1F1FF;

    private static bool IsControl(int c) => CharacterData.Instance.Control.Contains(c);

    private static bool JoinsHangul(int left, int right)
    {
        bool leftIsSyllable = Hangul.IsSyllable(left), rightIsSyllable = Hangul.IsSyllable(right);
        bool leftHasTrail = leftIsSyllable && !Hangul.IsSyllableWithoutTrail(left);
        if (IsLead(left))
            return IsLead(right) || IsVowel(right) || rightIsSyllable;
        if (IsVowel(left) || (leftIsSyllable && !leftHasTrail))
            return IsVowel(right) || IsTrail(right);
        return (leftHasTrail || IsTrail(left)) && IsTrail(right);
    }

    private static bool IsLead(int c) => c is (>= 0x1100 and <= 0x115F) or (>= 0xA960 and <= 0xA97C);

    private static bool IsVowel(int c) => c is (>= 0x1160 and <= 0x11A7) or (>= 0xD7B0 and <= 0xD7C6);

    private static bool IsTrail(int c) => c is (>= 0x11A8 and <= 0x11FF) or (>= 0xD7CB and <= 0xD7FB);
}
