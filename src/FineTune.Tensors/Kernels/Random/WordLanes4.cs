using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FineTune.Kernels;

/// <summary>Four words in a <see cref="Vector128{T}"/>.</summary>
internal readonly unsafe struct WordLanes4 : IWordLanes<WordLanes4>
{
    private readonly Vector128<uint> _words;

    private WordLanes4(Vector128<uint> words) => _words = words;

    public static int Count => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 operator ^(WordLanes4 left, WordLanes4 right) => new(left._words ^ right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 operator &(WordLanes4 left, WordLanes4 right) => new(left._words & right._words);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 operator <<(WordLanes4 words, int count) => new(words._words << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 operator >>>(WordLanes4 words, int count) => new(words._words >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 Broadcast(uint value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 Load(uint* source) => new(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 LoadEven(uint* source) => new(Vector128.Narrow(Vector128.Load((ulong*)source), Vector128.Load((ulong*)source + 2)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 Select(WordLanes4 mask, WordLanes4 set, WordLanes4 clear) =>
        new(Vector128.ConditionalSelect(mask._words, set._words, clear._words));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WordLanes4 WhereOdd(WordLanes4 words, WordLanes4 value)
    {
        Vector128<uint> even = Vector128.Equals(words._words & Vector128<uint>.One, Vector128<uint>.Zero);
        return new(Vector128.AndNot(value._words, even));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LessThan(WordLanes4 left, WordLanes4 right) =>
        Vector128.LessThan(left._words.AsInt32(), right._words.AsInt32()).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint LessThanOrEqual(WordLanes4 left, WordLanes4 right) =>
        Vector128.LessThanOrEqual(left._words.AsInt32(), right._words.AsInt32()).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(uint* destination) => _words.Store(destination);
}
