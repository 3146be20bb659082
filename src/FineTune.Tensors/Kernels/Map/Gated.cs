using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Kernels;

/// <summary>Gated formulas over rows <c>(a, g)</c> of two halves: <c>y = f(a) g</c>.</summary>
/// <remarks>A row's end that does not fill the lanes is done number by number: with sixteen lanes in two registers the formulas are too long to be inlined.</remarks>
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
            LaneWidth.Run(length / width, Math.Max(1, Work / width), job);
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
                ref float y = ref Unsafe.Add(ref MemoryMarshal.GetReference(_y), (nint)r * width);
                int whole = width - (width % V.Count);
                Piece<V>(ref a, ref y, 0, whole);
                Piece<Lanes1>(ref a, ref y, whole, width);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Piece<V>(ref float a, ref float y, int start, int end)
            where V : struct, ILanes<V>
        {
            T f = formula;
            ref float g = ref Unsafe.Add(ref a, width);
            for (int i = start; i < end; i += V.Count)
            {
                (f.Forward(V.Load(ref Unsafe.Add(ref a, i))) * V.Load(ref Unsafe.Add(ref g, i))).Store(ref Unsafe.Add(ref y, i));
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
                ref float da = ref Unsafe.Add(ref MemoryMarshal.GetReference(_dx), at);
                ref float dy = ref Unsafe.Add(ref MemoryMarshal.GetReference(_dy), (nint)r * width);
                int whole = width - (width % V.Count);
                Piece<V>(ref a, ref dy, ref da, 0, whole);
                Piece<Lanes1>(ref a, ref dy, ref da, whole, width);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private void Piece<V>(ref float a, ref float dy, ref float da, int start, int end)
            where V : struct, ILanes<V>
        {
            T f = formula;
            ref float g = ref Unsafe.Add(ref a, width);
            ref float dg = ref Unsafe.Add(ref da, width);
            for (int i = start; i < end; i += V.Count)
            {
                V operand = V.Load(ref Unsafe.Add(ref a, i));
                V result = f.Forward(operand);
                V gradient = V.Load(ref Unsafe.Add(ref dy, i));
                V slope = f.Derivative(T.DerivativeTakesResult ? result : operand);
                Set(gradient * V.Load(ref Unsafe.Add(ref g, i)) * slope, ref Unsafe.Add(ref da, i));
                Set(gradient * result, ref Unsafe.Add(ref dg, i));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Set<V>(V value, ref float target)
            where V : struct, ILanes<V>
            => (accumulate ? value + V.Load(ref target) : value).Store(ref target);
    }
}
