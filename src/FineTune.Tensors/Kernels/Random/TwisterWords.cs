using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FineTune.Kernels;

/// <summary>
/// The recurrence and the output function of mt19937 over runs of words. State words ("raw") follow
/// <c>x[k+624] = x[k+397] ^ f(x[k], x[k+1])</c>; what a caller draws is a raw word, tempered.
/// </summary>
internal static unsafe class TwisterWords
{
    /// <summary>The number of state words.</summary>
    public const int StateLength = 624;

    private const int Middle = 397;
    private const uint Matrix = 0x9908b0df;
    private const uint UpperMask = 0x80000000;

    /// <summary>Fills <paramref name="state"/> with the words that follow from a 32-bit seed.</summary>
    public static void Seed(uint seed, Span<uint> state)
    {
        state[0] = seed;
        for (int j = 1; j < StateLength; j++)
        {
            seed = (1812433253u * (seed ^ (seed >> 30))) + (uint)j;
            state[j] = seed;
        }
    }

    /// <summary>Writes the <paramref name="count"/> raw words (a multiple of 32) that follow the 624 at <paramref name="words"/>.</summary>
    public static void Extend(uint* words, int count)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Extend<WordLanes16>(words, count);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Extend<WordLanes8>(words, count);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Extend<WordLanes4>(words, count);
        }
        else
        {
            Extend<WordLanes1>(words, count);
        }
    }

    /// <summary>destination = the drawn words of <paramref name="count"/> raw ones.</summary>
    public static void Temper(uint* words, int count, uint* destination)
    {
        int done = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            done = Temper<WordLanes16>(words, 0, count, destination);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            done = Temper<WordLanes8>(words, 0, count, destination);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            done = Temper<WordLanes4>(words, 0, count, destination);
        }

        _ = Temper<WordLanes1>(words, done, count, destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Temper(uint word)
    {
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c5680;
        word ^= (word << 15) & 0xefc60000;
        return word ^ (word >> 18);
    }

    /// <summary>The bits of the drawn words that <paramref name="mask"/> keeps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Temper<TLanes>(TLanes word, TLanes mask)
        where TLanes : struct, IWordLanes<TLanes>
    {
        word ^= word >>> 11;
        word = TLanes.XorAnd(word, word << 7, TLanes.Broadcast(0x9d2c5680));
        word = TLanes.XorAnd(word, word << 15, TLanes.Broadcast(0xefc60000));
        return TLanes.AndXor(word, word >>> 18, mask);
    }

    /// <summary>Of the words of two vectors, one behind the other, those from one on: for processors without an instruction.</summary>
    public static TLanes From<TLanes>(int first, TLanes low, TLanes high)
        where TLanes : struct, IWordLanes<TLanes>
    {
        uint* words = stackalloc uint[2 * TLanes.Count];
        low.Store(words);
        high.Store(words + TLanes.Count);
        return TLanes.Load(words + first);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Extend<TLanes>(uint* words, int count)
        where TLanes : struct, IWordLanes<TLanes>
    {
        // What is read was written few vectors ago and may not have reached the cache. A vector as it was written comes from where it waits; one that has parts
        // of two would wait for the cache (on Intel's cores a hundred cycles each), so those are cut from vectors as they were written.
        int middle = Middle / TLanes.Count * TLanes.Count;
        TLanes present = TLanes.Load(words);
        TLanes middleLow = TLanes.Load(words + middle);
        for (uint* end = words + count; words < end; words += TLanes.Count)
        {
            TLanes following = TLanes.Load(words + TLanes.Count);
            TLanes middleHigh = TLanes.Load(words + middle + TLanes.Count);
            TLanes next = TLanes.FromSecond(present, following);
            TLanes joined = TLanes.Select(TLanes.Broadcast(UpperMask), present, next);
            TLanes twisted = TLanes.XorAnd((joined >>> 1) ^ TLanes.FromMiddle(middleLow, middleHigh), TLanes.IsOdd(next), TLanes.Broadcast(Matrix));
            twisted.Store(words + StateLength);
            (present, middleLow) = (following, middleHigh);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Temper<TLanes>(uint* words, int start, int count, uint* destination)
        where TLanes : struct, IWordLanes<TLanes>
    {
        TLanes all = TLanes.Broadcast(uint.MaxValue);
        int i = start;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            Temper(TLanes.Load(words + i), all).Store(destination + i);
        }

        return i;
    }
}
