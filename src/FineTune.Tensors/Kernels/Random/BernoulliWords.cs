using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FineTune.Kernels;

/// <summary>
/// Compares 53-bit uniform numbers with a threshold without making them: a number is the low 21 bits of one drawn word, then all 32 of
/// the next, so the first word decides alone but for one case in two million, and only that one is tempered.
/// </summary>
internal static unsafe class BernoulliWords
{
    /// <summary>The elements in one group, and the bits in one <see cref="ushort"/>.</summary>
    public const int GroupElements = 16;

    /// <summary>The raw words a group takes.</summary>
    public const int GroupWords = 2 * GroupElements;

    private const uint HighMask = (1u << 21) - 1;

    /// <summary>Bit i of bits[g] is set when number 16 g + i of <paramref name="words"/> is below the threshold.</summary>
    public static void Groups(uint* words, int groups, ulong threshold, ushort* bits)
    {
        uint high = (uint)(threshold >> 32);
        bool ties;
        if (Vector512.IsHardwareAccelerated)
        {
            ties = Groups<WordLanes16>(words, groups, high, bits);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            ties = Groups<WordLanes8>(words, groups, high, bits);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            ties = Groups<WordLanes4>(words, groups, high, bits);
        }
        else
        {
            ties = Groups<WordLanes1>(words, groups, high, bits);
        }

        if (ties)
        {
            ResolveTies(words, groups, threshold, bits);
        }
    }

    /// <summary>Decides by the first words; returns whether one of them was the threshold's high half itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool Groups<TLanes>(uint* words, int groups, uint high, ushort* bits)
        where TLanes : struct, IWordLanes<TLanes>
    {
        TLanes threshold = TLanes.Broadcast(high);
        TLanes mask = TLanes.Broadcast(HighMask);
        TLanes ties = TLanes.Broadcast(0);
        for (ushort* end = bits + groups; bits < end; bits++, words += GroupWords)
        {
            uint below = 0;
            for (int i = 0; i < GroupElements; i += TLanes.Count)
            {
                // Both are below 2^31, so the sign of the difference tells which is smaller.
                TLanes difference = TwisterWords.Temper(TLanes.LoadEven(words + (2 * i)), mask) - threshold;
                ties |= TLanes.IsZero(difference);
                below |= TLanes.SignBits(difference) << i;
            }

            *bits = (ushort)below;
        }

        return TLanes.SignBits(ties) != 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ResolveTies(uint* words, int groups, ulong threshold, ushort* bits)
    {
        for (int i = 0; i < groups * GroupElements; i++, words += 2)
        {
            if ((TwisterWords.Temper(words[0]) & HighMask) == threshold >> 32 && TwisterWords.Temper(words[1]) < (uint)threshold)
            {
                bits[i / GroupElements] |= (ushort)(1 << (i % GroupElements));
            }
        }
    }
}
