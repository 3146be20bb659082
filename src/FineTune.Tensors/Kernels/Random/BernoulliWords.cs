using System.Numerics;
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
        if (Vector512.IsHardwareAccelerated)
        {
            Groups<WordLanes16>(words, groups, threshold, bits);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Groups<WordLanes8>(words, groups, threshold, bits);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Groups<WordLanes4>(words, groups, threshold, bits);
        }
        else
        {
            Groups<WordLanes1>(words, groups, threshold, bits);
        }
    }

    private static void Groups<TLanes>(uint* words, int groups, ulong threshold, ushort* bits)
        where TLanes : struct, IWordLanes<TLanes>
    {
        TLanes high = TLanes.Broadcast((uint)(threshold >> 32));
        TLanes mask = TLanes.Broadcast(HighMask);
        for (ushort* end = bits + groups; bits < end; bits++, words += GroupWords)
        {
            uint below = 0;
            uint upTo = 0;
            for (int i = 0; i < GroupElements; i += TLanes.Count)
            {
                TLanes first = TwisterWords.Temper(TLanes.LoadEven(words + (2 * i))) & mask;
                below |= TLanes.LessThan(first, high) << i;
                upTo |= TLanes.LessThanOrEqual(first, high) << i;
            }

            if (below != upTo)
            {
                below |= Ties(words, below ^ upTo, (uint)threshold);
            }

            *bits = (ushort)below;
        }
    }

    /// <summary>Of the elements in <paramref name="ties"/>, those whose second word is below the threshold's low half.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static uint Ties(uint* words, uint ties, uint low)
    {
        uint below = 0;
        for (; ties != 0; ties &= ties - 1)
        {
            int i = BitOperations.TrailingZeroCount(ties);
            if (TwisterWords.Temper(words[(2 * i) + 1]) < low)
            {
                below |= 1u << i;
            }
        }

        return below;
    }
}
