using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FineTune.Kernels;

/// <summary>Sixteen words in a <see cref="Vector512{T}"/>.</summary>
internal readonly unsafe struct WordLanes16 : IWordLanes<WordLanes16>
{
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
    public static WordLanes16 operator <<(WordLanes16 words, int count) => new(words._words << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes16 operator >>>(WordLanes16 words, int count) => new(words._words >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes16 Broadcast(uint value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes16 Load(uint* source) => new(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes16 LoadEven(uint* source) => Avx512F.IsSupported
            ? new(Avx512F.PermuteVar16x32x2(Vector512.Load(source), EvenIndices, Vector512.Load(source + 16)))
            : new(Vector512.Narrow(Vector512.Load((ulong*)source), Vector512.Load((ulong*)source + 8)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes16 Select(WordLanes16 mask, WordLanes16 set, WordLanes16 clear) =>
        new(Vector512.ConditionalSelect(mask._words, set._words, clear._words));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes16 WhereOdd(WordLanes16 words, WordLanes16 value)
    {
        Vector512<uint> even = Vector512.Equals(words._words & Vector512<uint>.One, Vector512<uint>.Zero);
        return new(Vector512.AndNot(value._words, even));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LessThan(WordLanes16 left, WordLanes16 right) =>
        (uint)Vector512.LessThan(left._words.AsInt32(), right._words.AsInt32()).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LessThanOrEqual(WordLanes16 left, WordLanes16 right) =>
        (uint)Vector512.LessThanOrEqual(left._words.AsInt32(), right._words.AsInt32()).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(uint* destination) => _words.Store(destination);
}
