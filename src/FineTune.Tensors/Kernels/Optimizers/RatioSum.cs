using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Kernels;

/// <summary>
/// sums[i] = sum over block i of g^2 / max(v, floor), in sixteen partial sums and a fixed tree; blocks have <see cref="BlockLength"/> elements.
/// </summary>
internal readonly ref struct RatioSum(ReadOnlySpan<float> gradient, float scale, ReadOnlySpan<float> second, float floor, Span<float> sums)
    : ILaneJob
{
    /// <summary>The number of elements in a block.</summary>
    public const int BlockLength = 4096;

    private readonly ReadOnlySpan<float> _gradient = gradient;
    private readonly ReadOnlySpan<float> _second = second;
    private readonly Span<float> _sums = sums;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(int start, int end)
        where V : struct, ILanes<V>
    {
        for (int block = start; block < end; block++)
        {
            int first = block * BlockLength;
            int count = Math.Min(BlockLength, _gradient.Length - first);
            _sums[block] = Sum<V>(_gradient.Slice(first, count), _second.Slice(first, count));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float Sum<V>(ReadOnlySpan<float> gradient, ReadOnlySpan<float> second)
        where V : struct, ILanes<V>
    {
        ref float g = ref MemoryMarshal.GetReference(gradient);
        ref float v = ref MemoryMarshal.GetReference(second);
        V sums = default;
        int i = 0;
        for (; i <= gradient.Length - V.Count; i += V.Count)
        {
            V value = V.Load(ref Unsafe.Add(ref g, i)) * V.Broadcast(scale);
            sums += value * value / V.Max(V.Load(ref Unsafe.Add(ref v, i)), V.Broadcast(floor));
        }

        float sum = sums.Sum();
        for (; i < gradient.Length; i++)
        {
            float value = gradient[i] * scale;
            sum += value * value / Math.Max(second[i], floor);
        }

        return sum;
    }
}
