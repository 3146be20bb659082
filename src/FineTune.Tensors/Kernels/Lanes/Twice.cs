using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>Two groups of lanes as one of twice the width: how narrow processors keep sixteen partial sums.</summary>
internal readonly struct Twice<T> : ILanes<Twice<T>>
    where T : struct, ILanes<T>
{
    private readonly T _low;
    private readonly T _high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Twice(T low, T high)
    {
        _low = low;
        _high = high;
    }

    public static int Count => 2 * T.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> Load(ref float source) => new(T.Load(ref source), T.Load(ref Unsafe.Add(ref source, T.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(ref float destination)
    {
        _low.Store(ref destination);
        _high.Store(ref Unsafe.Add(ref destination, T.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> LoadHalves(ref ushort source) => new(T.LoadHalves(ref source), T.LoadHalves(ref Unsafe.Add(ref source, T.Count)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void StoreUpperHalves(ref ushort destination)
    {
        _low.StoreUpperHalves(ref destination);
        _high.StoreUpperHalves(ref Unsafe.Add(ref destination, T.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> Broadcast(float value) => new(T.Broadcast(value), T.Broadcast(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> BroadcastBits(int value) => new(T.BroadcastBits(value), T.BroadcastBits(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> MaskFromBits(uint bits) => new(T.MaskFromBits(bits), T.MaskFromBits(bits >> T.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> operator +(Twice<T> left, Twice<T> right) => new(left._low + right._low, left._high + right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> operator -(Twice<T> left, Twice<T> right) => new(left._low - right._low, left._high - right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> operator *(Twice<T> left, Twice<T> right) => new(left._low * right._low, left._high * right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> operator /(Twice<T> left, Twice<T> right) => new(left._low / right._low, left._high / right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> operator -(Twice<T> value) => new(-value._low, -value._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> operator &(Twice<T> left, Twice<T> right) => new(left._low & right._low, left._high & right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> operator |(Twice<T> left, Twice<T> right) => new(left._low | right._low, left._high | right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> operator ^(Twice<T> left, Twice<T> right) => new(left._low ^ right._low, left._high ^ right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> operator <(Twice<T> left, Twice<T> right) => new(left._low < right._low, left._high < right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> operator >(Twice<T> left, Twice<T> right) => new(left._low > right._low, left._high > right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> operator <=(Twice<T> left, Twice<T> right) => new(left._low <= right._low, left._high <= right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> operator >=(Twice<T> left, Twice<T> right) => new(left._low >= right._low, left._high >= right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> Equal(Twice<T> left, Twice<T> right) => new(T.Equal(left._low, right._low), T.Equal(left._high, right._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> Fma(Twice<T> left, Twice<T> right, Twice<T> addend) =>
        new(T.Fma(left._low, right._low, addend._low), T.Fma(left._high, right._high, addend._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> Min(Twice<T> left, Twice<T> right) => new(T.Min(left._low, right._low), T.Min(left._high, right._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> Max(Twice<T> left, Twice<T> right) => new(T.Max(left._low, right._low), T.Max(left._high, right._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> Abs(Twice<T> value) => new(T.Abs(value._low), T.Abs(value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> Sqrt(Twice<T> value) => new(T.Sqrt(value._low), T.Sqrt(value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> Select(Twice<T> mask, Twice<T> ifTrue, Twice<T> ifFalse) =>
        new(T.Select(mask._low, ifTrue._low, ifFalse._low), T.Select(mask._high, ifTrue._high, ifFalse._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> AddBits(Twice<T> left, Twice<T> right) => new(T.AddBits(left._low, right._low), T.AddBits(left._high, right._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> SubtractBits(Twice<T> left, Twice<T> right) => new(T.SubtractBits(left._low, right._low), T.SubtractBits(left._high, right._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> ShiftLeft(Twice<T> value, int count) => new(T.ShiftLeft(value._low, count), T.ShiftLeft(value._high, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> ShiftRightArithmetic(Twice<T> value, int count) => new(T.ShiftRightArithmetic(value._low, count), T.ShiftRightArithmetic(value._high, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> BitsToFloat(Twice<T> value) => new(T.BitsToFloat(value._low), T.BitsToFloat(value._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Twice<T> Scale(Twice<T> value, Twice<T> power) => new(T.Scale(value._low, power._low), T.Scale(value._high, power._high));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Sum() => (_low + _high).Sum();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Max() => T.Max(_low, _high).Max();
}
