using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Kernels;

/// <summary>
/// Turns the first columns of packed rows, in place, head after head: the halves (a, b) of a head become
/// <c>(a cos - b sin, b cos + a sin)</c>, with the cosines and sines of the row's position. Every product and sum is rounded by itself.
/// </summary>
internal readonly ref struct Rotation : ILaneJob
{
    private const int Work = 8192;

    /// <summary>Gets the rows; those after the heads' columns are left as they are.</summary>
    public required Span<float> Rows { get; init; }

    /// <summary>Gets the distance between rows.</summary>
    public required int Stride { get; init; }

    public required int Heads { get; init; }

    public required int HeadSize { get; init; }

    /// <summary>Gets each row's position.</summary>
    public required ReadOnlySpan<int> Positions { get; init; }

    /// <summary>Gets the cosines, half a head's size for each position.</summary>
    public required ReadOnlySpan<float> Cosines { get; init; }

    /// <summary>Gets the sines, likewise.</summary>
    public required ReadOnlySpan<float> Sines { get; init; }

    /// <summary>Gets whether to turn back: by the negative angle.</summary>
    public bool IsInverse { get; init; }

    /// <summary>Turns all rows.</summary>
    public void Run() => LaneWidth.RunSixteen(Positions.Length, Math.Max(1, Work / Math.Max(1, Heads * HeadSize)), this);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(int start, int end)
        where V : struct, ILanes<V>
    {
        int half = HeadSize / 2;
        V sign = V.Broadcast(IsInverse ? -1f : 1f);
        for (int r = start; r < end; r++)
        {
            ref float cosines = ref Unsafe.Add(ref MemoryMarshal.GetReference(Cosines), (nint)Positions[r] * half);
            ref float sines = ref Unsafe.Add(ref MemoryMarshal.GetReference(Sines), (nint)Positions[r] * half);
            for (int head = 0; head < Heads; head++)
            {
                ref float a = ref Unsafe.Add(ref MemoryMarshal.GetReference(Rows), ((nint)r * Stride) + (head * HeadSize));
                ref float b = ref Unsafe.Add(ref a, half);
                for (int i = 0; i < half; i += Sixteen.Count)
                {
                    V cos = Sixteen.Load<V>(ref cosines, i, half);
                    V sin = Sixteen.Load<V>(ref sines, i, half) * sign;
                    V left = Sixteen.Load<V>(ref a, i, half);
                    V right = Sixteen.Load<V>(ref b, i, half);
                    Sixteen.Store((left * cos) - (right * sin), ref a, i, half);
                    Sixteen.Store((right * cos) + (left * sin), ref b, i, half);
                }
            }
        }
    }
}
