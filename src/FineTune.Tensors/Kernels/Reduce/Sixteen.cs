using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// Reads and writes rows in groups of sixteen numbers, the last of which may be short. Only for lanes of sixteen
/// (<see cref="LaneWidth.RunSixteen{TJob}(int, in TJob)"/>).
/// </summary>
internal static class Sixteen
{
    public const int Count = 16;

    /// <summary>Gets how many groups of sixteen cover <paramref name="length"/> elements.</summary>
    public static int Groups(int length) => (length + Count - 1) / Count;

    /// <summary>Reads the group that begins at <paramref name="i"/> in a row of <paramref name="length"/> numbers; lanes past its end hold fill.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V>(ref float row, int i, int length, float fill = 0f)
        where V : struct, ILanes<V>
        => i + Count <= length ? V.Load(ref Unsafe.Add(ref row, i)) : LoadPart<V>(ref Unsafe.Add(ref row, i), length - i, fill);

    /// <summary>The same in rows that end as <typeparamref name="TEnd"/> says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<V, TEnd>(ref float row, int i, int length)
        where V : struct, ILanes<V>
        where TEnd : struct, IRowEnd
        => TEnd.MayBeShort ? Load<V>(ref row, i, length) : V.Load(ref Unsafe.Add(ref row, i));

    /// <summary>Writes the group that begins at <paramref name="i"/> in a row of <paramref name="length"/> numbers, and nothing past its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V>(V value, ref float row, int i, int length)
        where V : struct, ILanes<V>
    {
        if (i + Count <= length)
        {
            value.Store(ref Unsafe.Add(ref row, i));
        }
        else
        {
            StorePart(value, ref Unsafe.Add(ref row, i), length - i);
        }
    }

    /// <summary>The same in rows that end as <typeparamref name="TEnd"/> says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<V, TEnd>(V value, ref float row, int i, int length)
        where V : struct, ILanes<V>
        where TEnd : struct, IRowEnd
    {
        if (TEnd.MayBeShort)
        {
            Store(value, ref row, i, length);
        }
        else
        {
            value.Store(ref Unsafe.Add(ref row, i));
        }
    }

    /// <summary>Clears the lanes past the end of a row of <paramref name="length"/> numbers in the group that begins at <paramref name="i"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Inside<V>(V value, int i, int length)
        where V : struct, ILanes<V>
        => i + Count <= length ? value : value & V.MaskFromBits((1u << (length - i)) - 1);

    /// <summary>The same in rows that end as <typeparamref name="TEnd"/> says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Inside<V, TEnd>(V value, int i, int length)
        where V : struct, ILanes<V>
        where TEnd : struct, IRowEnd
        => TEnd.MayBeShort ? Inside(value, i, length) : value;

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static V LoadPart<V>(ref float source, int count, float fill)
        where V : struct, ILanes<V>
    {
        Buffer buffer = default;
        for (int i = 0; i < Count; i++)
        {
            buffer[i] = i < count ? Unsafe.Add(ref source, i) : fill;
        }

        return V.Load(ref buffer[0]);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void StorePart<V>(V value, ref float destination, int count)
        where V : struct, ILanes<V>
    {
        Buffer buffer = default;
        value.Store(ref buffer[0]);
        for (int i = 0; i < count; i++)
        {
            Unsafe.Add(ref destination, i) = buffer[i];
        }
    }

    [InlineArray(Count)]
    private struct Buffer
    {
        private float _first;
    }
}
