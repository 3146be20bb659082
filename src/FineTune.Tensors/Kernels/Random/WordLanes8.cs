using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FineTune.Kernels;

/// <summary>Eight words in a <see cref="Vector256{T}"/>.</summary>
internal readonly unsafe struct WordLanes8 : IWordLanes<WordLanes8>
{
    // The third operand's bit chooses the columns 0, 2, 4, 6 or 1, 3, 5, 7, and so on: bit i is the result for (i >> 2, i >> 1, i) & 1.
    private const byte XorAndTable = 0x78;
    private const byte AndXorTable = 0x28;

    private readonly Vector256<uint> _words;

    private WordLanes8(Vector256<uint> words) => _words = words;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 operator ^(WordLanes8 left, WordLanes8 right) => new(left._words ^ right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 operator &(WordLanes8 left, WordLanes8 right) => new(left._words & right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 operator |(WordLanes8 left, WordLanes8 right) => new(left._words | right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 operator -(WordLanes8 left, WordLanes8 right) => new(left._words - right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 operator <<(WordLanes8 words, int count) => new(words._words << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 operator >>>(WordLanes8 words, int count) => new(words._words >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 Broadcast(uint value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 Load(uint* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 FromSecond(WordLanes8 low, WordLanes8 high) => Avx2.IsSupported
        ? new(Avx2.AlignRight(Middle(low, high), low._words, 4))
        : TwisterWords.From(1, low, high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 FromMiddle(WordLanes8 low, WordLanes8 high) => Avx2.IsSupported
        ? new(Avx2.AlignRight(high._words, Middle(low, high), 4))
        : TwisterWords.From(5, low, high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 LoadEven(uint* source)
    {
        Vector256<uint> low = Vector256.Load(source);
        Vector256<uint> high = Vector256.Load(source + 8);
        if (Avx512F.VL.IsSupported)
        {
            return new(Avx512F.VL.PermuteVar8x32x2(low, Vector256.Create(0u, 2, 4, 6, 8, 10, 12, 14), high));
        }

        if (Avx2.IsSupported)
        {
            // Within each half: two words of low, two of high; then the middle quarters change places.
            Vector256<ulong> halves = Avx.Shuffle(low.AsSingle(), high.AsSingle(), 0b10_00_10_00).AsUInt64();
            return new(Avx2.Permute4x64(halves, 0b11_01_10_00).AsUInt32());
        }

        return new(Vector256.Narrow(low.AsUInt64(), high.AsUInt64()));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 Select(WordLanes8 mask, WordLanes8 set, WordLanes8 clear) =>
        new(Vector256.ConditionalSelect(mask._words, set._words, clear._words));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 XorAnd(WordLanes8 words, WordLanes8 left, WordLanes8 right) => Avx512F.VL.IsSupported
        ? new(Avx512F.VL.TernaryLogic(words._words, left._words, right._words, XorAndTable))
        : words ^ (left & right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 AndXor(WordLanes8 left, WordLanes8 right, WordLanes8 mask) => Avx512F.VL.IsSupported
        ? new(Avx512F.VL.TernaryLogic(left._words, right._words, mask._words, AndXorTable))
        : (left ^ right) & mask;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 IsOdd(WordLanes8 words) => new(((words._words.AsInt32() << 31) >> 31).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 IsZero(WordLanes8 words) => new(Vector256.Equals(words._words, Vector256<uint>.Zero));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint SignBits(WordLanes8 words) => words._words.ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(uint* destination) => _words.Store(destination);

    /// <summary>The upper half of low, then the lower one of high; what is cut from two vectors is cut from half of each with it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Middle(WordLanes8 low, WordLanes8 high) => Avx2.Permute2x128(low._words, high._words, 0x21);
}
