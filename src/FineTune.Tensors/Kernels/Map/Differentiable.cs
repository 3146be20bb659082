using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>Runs differentiable formulas over spans.</summary>
internal static class Differentiable
{
    /// <summary>y[i] = f(x[i]). May run in place.</summary>
    public static void Forward<T>(T formula, ReadOnlySpan<float> x, Span<float> y)
        where T : struct, IDifferentiable
        => Map.Run(new ForwardOp<T>(formula), x, y);

    /// <summary>
    /// dx[i] = or += dy[i] * f'(saved[i]), where saved is x or y as the formula says. dx may be dy when it does not accumulate.
    /// </summary>
    public static void Backward<T>(T formula, ReadOnlySpan<float> saved, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate)
        where T : struct, IDifferentiable
        => Map.RunGradient(new BackwardOp<T>(formula), saved, dy, dx, accumulate);

    private readonly struct ForwardOp<T>(T formula) : IUnaryOp
        where T : struct, IDifferentiable
    {
        private readonly T _formula = formula;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => _formula.Forward(x);
    }

    private readonly struct BackwardOp<T>(T formula) : IBinaryOp
        where T : struct, IDifferentiable
    {
        private readonly T _formula = formula;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V saved, V dy)
            where V : struct, ILanes<V>
            => dy * _formula.Derivative(saved);
    }
}
