using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FineTune.Kernels;

/// <summary>Eight words in a <see cref="Vector256{T}"/>.</summary>
internal readonly unsafe struct WordLanes8 : IWordLanes<WordLanes8>
{
    private readonly Vector256<uint> _words;

    private WordLanes8(Vector256<uint> words) => _words = words;

    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 operator ^(WordLanes8 left, WordLanes8 right) => new(left._words ^ right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 operator &(WordLanes8 left, WordLanes8 right) => new(left._words & right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 operator <<(WordLanes8 words, int count) => new(words._words << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 operator >>>(WordLanes8 words, int count) => new(words._words >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 Broadcast(uint value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 Load(uint* source) => new(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 LoadEven(uint* source) => new(Vector256.Narrow(Vector256.Load((ulong*)source), Vector256.Load((ulong*)source + 4)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 Select(WordLanes8 mask, WordLanes8 set, WordLanes8 clear) =>
        new(Vector256.ConditionalSelect(mask._words, set._words, clear._words));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes8 WhereOdd(WordLanes8 words, WordLanes8 value)
    {
        Vector256<uint> even = Vector256.Equals(words._words & Vector256<uint>.One, Vector256<uint>.Zero);
        return new(Vector256.AndNot(value._words, even));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LessThan(WordLanes8 left, WordLanes8 right) =>
        Vector256.LessThan(left._words.AsInt32(), right._words.AsInt32()).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LessThanOrEqual(WordLanes8 left, WordLanes8 right) =>
        Vector256.LessThanOrEqual(left._words.AsInt32(), right._words.AsInt32()).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(uint* destination) => _words.Store(destination);
}
