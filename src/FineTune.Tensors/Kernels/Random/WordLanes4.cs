using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FineTune.Kernels;

/// <summary>Four words in a <see cref="Vector128{T}"/>.</summary>
internal readonly unsafe struct WordLanes4 : IWordLanes<WordLanes4>
{
    // The third operand's bit chooses the columns 0, 2, 4, 6 or 1, 3, 5, 7, and so on: bit i is the result for (i >> 2, i >> 1, i) & 1.
    private const byte XorAndTable = 0x78;
    private const byte AndXorTable = 0x28;

    private readonly Vector128<uint> _words;

    private WordLanes4(Vector128<uint> words) => _words = words;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 operator ^(WordLanes4 left, WordLanes4 right) => new(left._words ^ right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 operator &(WordLanes4 left, WordLanes4 right) => new(left._words & right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 operator |(WordLanes4 left, WordLanes4 right) => new(left._words | right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 operator -(WordLanes4 left, WordLanes4 right) => new(left._words - right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 operator <<(WordLanes4 words, int count) => new(words._words << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 operator >>>(WordLanes4 words, int count) => new(words._words >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 Broadcast(uint value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 Load(uint* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 FromSecond(WordLanes4 low, WordLanes4 high) => Ssse3.IsSupported
        ? new(Ssse3.AlignRight(high._words, low._words, 4))
        : AdvSimd.IsSupported ? new(AdvSimd.ExtractVector128(low._words, high._words, 1))
        : TwisterWords.From(1, low, high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 FromMiddle(WordLanes4 low, WordLanes4 high) => FromSecond(low, high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 LoadEven(uint* source) => new(Vector128.Narrow(Vector128.Load((ulong*)source), Vector128.Load((ulong*)source + 2)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 Select(WordLanes4 mask, WordLanes4 set, WordLanes4 clear) =>
        new(Vector128.ConditionalSelect(mask._words, set._words, clear._words));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 XorAnd(WordLanes4 words, WordLanes4 left, WordLanes4 right) => Avx512F.VL.IsSupported
        ? new(Avx512F.VL.TernaryLogic(words._words, left._words, right._words, XorAndTable))
        : words ^ (left & right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 AndXor(WordLanes4 left, WordLanes4 right, WordLanes4 mask) => Avx512F.VL.IsSupported
        ? new(Avx512F.VL.TernaryLogic(left._words, right._words, mask._words, AndXorTable))
        : (left ^ right) & mask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 IsOdd(WordLanes4 words) => new(((words._words.AsInt32() << 31) >> 31).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 IsZero(WordLanes4 words) => new(Vector128.Equals(words._words, Vector128<uint>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint SignBits(WordLanes4 words) => words._words.ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(uint* destination) => _words.Store(destination);
}
