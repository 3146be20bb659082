using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Kernels;

/// <summary>Gated formulas over rows <c>(a, g)</c> of two halves: <c>y = f(a) g</c>.</summary>
internal static class Gated
{
    private const int Work = 4096;

    /// <summary>y = f(a) * g, for rows of <paramref name="width"/> elements of y.</summary>
    public static void Forward<T>(T formula, ReadOnlySpan<float> x, int width, Span<float> y)
        where T : struct, IDifferentiable
        => Run(y.Length, width, new ForwardJob<T>(formula, x, width, y));

    /// <summary>dx = or += (dy * g * f'(a), dy * f(a)).</summary>
    public static void Backward<T>(T formula, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, int width, Span<float> dx, bool accumulate)
        where T : struct, IDifferentiable
        => Run(dy.Length, width, new BackwardJob<T>(formula, x, dy, width, dx, accumulate));

    private static void Run<TJob>(int length, int width, in TJob job)
        where TJob : struct, ILaneJob, allows ref struct
    {
        if (width > 0)
        {
            LaneWidth.RunSixteen(length / width, Math.Max(1, Work / width), job);
        }
    }

    private readonly ref struct ForwardJob<T>(T formula, ReadOnlySpan<float> x, int width, Span<float> y) : ILaneJob
        where T : struct, IDifferentiable
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int start, int end)
            where V : struct, ILanes<V>
        {
            for (int r = start; r < end; r++)
            {
                ref float a = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), (nint)r * width * 2);
                ref float g = ref Unsafe.Add(ref a, width);
                ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(_y), (nint)r * width);
                for (int i = 0; i < width; i += Sixteen.Count)
                {
                    V value = formula.Forward(Sixteen.Load<V>(ref a, i, width)) * Sixteen.Load<V>(ref g, i, width);
                    Sixteen.Store(value, ref y, i, width);
                }
            }
        }
    }

    private readonly ref struct BackwardJob<T>(T formula, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, int width, Span<float> dx, bool accumulate) : ILaneJob
        where T : struct, IDifferentiable
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly ReadOnlySpan<float> _dy = dy;
        private readonly Span<float> _dx = dx;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int start, int end)
            where V : struct, ILanes<V>
        {
            for (int r = start; r < end; r++)
            {
                nint at = (nint)r * width * 2;
                ref float a = ref Unsafe.Add(ref MemoryMarshal.GetReference(_x), at);
                ref float g = ref Unsafe.Add(ref a, width);
                ref float da = ref Unsafe.Add(ref MemoryMarshal.GetReference(_dx), at);
                ref float dg = ref Unsafe.Add(ref da, width);
                ref float dy = ref Unsafe.Add(ref MemoryMarshal.GetReference(_dy), (nint)r * width);
                for (int i = 0; i < width; i += Sixteen.Count)
                {
                    V operand = Sixteen.Load<V>(ref a, i, width);
                    V result = formula.Forward(operand);
                    V gradient = Sixteen.Load<V>(ref dy, i, width);
                    V slope = formula.Derivative(T.DerivativeTakesResult ? result : operand);
                    Set(gradient * Sixteen.Load<V>(ref g, i, width) * slope, ref da, i);
                    Set(gradient * result, ref dg, i);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Set<V>(V value, ref float row, int i)
            where V : struct, ILanes<V>
            => Sixteen.Store(accumulate ? value + Sixteen.Load<V>(ref row, i, width) : value, ref row, i, width);
    }
}
