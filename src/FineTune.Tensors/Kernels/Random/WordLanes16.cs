using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FineTune.Kernels;

/// <summary>Sixteen words in a <see cref="Vector512{T}"/>.</summary>
internal readonly unsafe struct WordLanes16 : IWordLanes<WordLanes16>
{
    // The third operand's bit chooses the columns 0, 2, 4, 6 or 1, 3, 5, 7, and so on: bit i is the result for (i >> 2, i >> 1, i) & 1.
    private const byte XorAndTable = 0x78;
    private const byte AndXorTable = 0x28;

    private readonly Vector512<uint> _words;

    private WordLanes16(Vector512<uint> words) => _words = words;

    public static int Count => 16;

    private static Vector512<uint> EvenIndices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(0u, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes16 operator ^(WordLanes16 left, WordLanes16 right) => new(left._words ^ right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes16 operator &(WordLanes16 left, WordLanes16 right) => new(left._words & right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes16 operator |(WordLanes16 left, WordLanes16 right) => new(left._words | right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes16 operator -(WordLanes16 left, WordLanes16 right) => new(left._words - right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes16 operator <<(WordLanes16 words, int count) => new(words._words << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes16 operator >>>(WordLanes16 words, int count) => new(words._words >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes16 Broadcast(uint value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes16 Load(uint* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes16 FromSecond(WordLanes16 low, WordLanes16 high) => Avx512F.IsSupported
        ? new(Avx512F.AlignRight32(high._words, low._words, 1))
        : TwisterWords.From(1, low, high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes16 FromMiddle(WordLanes16 low, WordLanes16 high) => Avx512F.IsSupported
        ? new(Avx512F.AlignRight32(high._words, low._words, 13))
        : TwisterWords.From(13, low, high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes16 LoadEven(uint* source) => Avx512F.IsSupported
            ? new(Avx512F.PermuteVar16x32x2(Vector512.Load(source), EvenIndices, Vector512.Load(source + 16)))
            : new(Vector512.Narrow(Vector512.Load((ulong*)source), Vector512.Load((ulong*)source + 8)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes16 Select(WordLanes16 mask, WordLanes16 set, WordLanes16 clear) =>
        new(Vector512.ConditionalSelect(mask._words, set._words, clear._words));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes16 XorAnd(WordLanes16 words, WordLanes16 left, WordLanes16 right) => Avx512F.IsSupported
        ? new(Avx512F.TernaryLogic(words._words, left._words, right._words, XorAndTable))
        : words ^ (left & right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes16 AndXor(WordLanes16 left, WordLanes16 right, WordLanes16 mask) => Avx512F.IsSupported
        ? new(Avx512F.TernaryLogic(left._words, right._words, mask._words, AndXorTable))
        : (left ^ right) & mask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes16 IsOdd(WordLanes16 words) => new(((words._words.AsInt32() << 31) >> 31).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes16 IsZero(WordLanes16 words) => new(Vector512.Equals(words._words, Vector512<uint>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint SignBits(WordLanes16 words) => (uint)words._words.ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(uint* destination) => _words.Store(destination);
}
