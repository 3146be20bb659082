namespace FineTune.Tokenizers;

/// <summary>The arithmetic of Hangul syllables (The Unicode Standard, section 3.12).</summary>
internal static class Hangul
{
    private const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TrailBase = 0x11A7;
    private const int LeadCount = 19, VowelCount = 21, TrailCount = 28, SyllableCount = LeadCount * VowelCount * TrailCount;

    public static bool IsSyllable(int c) => (uint)(c - SyllableBase) < SyllableCount;

    public static bool IsSyllableWithoutTrail(int c) => IsSyllable(c) && (c - SyllableBase) % TrailCount == 0;

    public static void Decompose(int syllable, List<int> destination)
    {
        int index = syllable - SyllableBase;
        destination.Add(LeadBase + (index / (VowelCount * TrailCount)));
        destination.Add(VowelBase + (index % (VowelCount * TrailCount) / TrailCount));
        if (index % TrailCount != 0)
            destination.Add(TrailBase + (index % TrailCount));
    }

    /// <summary>The syllable of a lead and a vowel, or of a syllable without trail and a trail; otherwise -1.</summary>
    public static int Compose(int first, int second)
    {
        if ((uint)(first - LeadBase) < LeadCount && (uint)(second - VowelBase) < VowelCount)
            return SyllableBase + ((((first - LeadBase) * VowelCount) + second - VowelBase) * TrailCount);
        if (IsSyllable(first) && (first - SyllableBase) % TrailCount == 0 && second > TrailBase && second < TrailBase + TrailCount)
            return first + second - TrailBase;
        return -1;
    }
}
