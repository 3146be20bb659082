using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>Elementary functions over spans: destination[i] = f(x[i]). May run in place.</summary>
internal static class Functions
{
    public static void Exp(ReadOnlySpan<float> x, Span<float> destination) => Map.Run(default(ExpOp), x, destination);

    public static void Expm1(ReadOnlySpan<float> x, Span<float> destination) => Map.Run(default(Expm1Op), x, destination);

    public static void Log(ReadOnlySpan<float> x, Span<float> destination) => Map.Run(default(LogOp), x, destination);

    public static void Log1p(ReadOnlySpan<float> x, Span<float> destination) => Map.Run(default(Log1pOp), x, destination);

    public static void Tanh(ReadOnlySpan<float> x, Span<float> destination) => Map.Run(default(TanhOp), x, destination);

    public static void Sigmoid(ReadOnlySpan<float> x, Span<float> destination) => Map.Run(default(SigmoidOp), x, destination);

    public static void Erf(ReadOnlySpan<float> x, Span<float> destination) => Map.Run(default(ErfOp), x, destination);

    private readonly struct ExpOp : IUnaryOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => VectorMath.Exp(x);
    }

    private readonly struct Expm1Op : IUnaryOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => VectorMath.Expm1(x);
    }

    private readonly struct LogOp : IUnaryOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => VectorMath.Log(x);
    }

    private readonly struct Log1pOp : IUnaryOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => VectorMath.Log1p(x);
    }

    private readonly struct TanhOp : IUnaryOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => VectorMath.Tanh(x);
    }

    private readonly struct SigmoidOp : IUnaryOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => VectorMath.Sigmoid(x);
    }

    private readonly struct ErfOp : IUnaryOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => VectorMath.Erf(x);
    }
}
