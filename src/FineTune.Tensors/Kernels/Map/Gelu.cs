using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// GELU in its exact (erf) form: <c>y = x * Phi(x)</c>, <c>dy/dx = Phi(x) + x * phi(x)</c>, with the normal distribution's Phi and phi.
/// </summary>
/// <remarks>
/// Both come from one exponential: phi(t) = E / sqrt(2 pi) and Phi(-t) = E * R(t) for t = |x| and E = e^(-t^2 / 2), where R is a polynomial
/// (minimax, error of Phi 2e-8). Absolute errors: see the tests.
/// </remarks>
internal static class Gelu
{
    private const float InverseSqrtTwoPi = 0.3989422804f;

    /// <summary>y[i] = gelu(x[i]). May run in place.</summary>
    public static void Forward(ReadOnlySpan<float> x, Span<float> y) => Map.Run(default(ForwardOp), x, y);

    /// <summary>dx[i] = or += dy[i] * gelu'(x[i]). dx may be x or dy when it does not accumulate.</summary>
    public static void Backward(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate) =>
        Map.RunGradient(default(BackwardOp), x, dy, dx, accumulate);

    /// <summary>Gets gelu(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Forward<V>(V x)
        where V : struct, ILanes<V>
        => x * Phi(x, out _);

    /// <summary>Gets gelu'(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Derivative<V>(V x)
        where V : struct, ILanes<V>
    {
        V phi = Phi(x, out V e);
        return V.Fma(x * V.Broadcast(InverseSqrtTwoPi), e, phi);
    }

    /// <summary>Gets gelu(x) and gelu'(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Forward<V>(V x, out V derivative)
        where V : struct, ILanes<V>
    {
        V phi = Phi(x, out V e);
        derivative = V.Fma(x * V.Broadcast(InverseSqrtTwoPi), e, phi);
        return x * phi;
    }

    /// <summary>Phi(x), and e^(-x^2 / 2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Phi<V>(V x, out V e)
        where V : struct, ILanes<V>
    {
        V t = V.Abs(x);
        e = ExpMinusHalf(x * x);
        V tail = e * TailRatio(V.Min(V.Broadcast(5.4f), t));
        return V.Select(x < V.Broadcast(0f), tail, V.Broadcast(1f) - tail);
    }

    /// <summary>e^(-s / 2), 0 from 170 on, where it is 1e-37.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ExpMinusHalf<V>(V s)
        where V : struct, ILanes<V>
    {
        V exponent = s * V.Broadcast(-0.721347520f);
        V shifted = exponent + V.Broadcast(PowerOfTwo.Shifter);
        V f = exponent - (shifted - V.Broadcast(PowerOfTwo.Shifter));

        // 2^f, minimax, error 3e-9; the whole part goes straight into the exponent, for the result is a normal number.
        V square = f * f;
        V tail = VectorMath.Polynomial(f, square, 0.24022648f, 0.055503596f, 0.009618501f, 0.0013390987f, 0.00015328582f);
        V power = V.Fma(tail, square, V.Fma(f, V.Broadcast(0.6931472f), V.Broadcast(1f)));
        return V.AddBits(power, V.ShiftLeft(shifted, 23)) & (s < V.Broadcast(170f));
    }

    /// <summary>Phi(-t) / e^(-t^2 / 2) from 0 to 5.4: minimax with the exact value 1/2 at 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V TailRatio<V>(V t)
        where V : struct, ILanes<V>
    {
        V square = t * t;
        V fourth = square * square;
        V low = VectorMath.Polynomial(t, square, 0.5f, -0.39894113f, 0.24997714f, -0.1328235f);
        V middle = VectorMath.Polynomial(t, square, 0.061961114f, -0.025518397f, 0.009040481f, -0.0026085644f);
        V high = VectorMath.Polynomial(t, square, 0.00056959724f, -8.594693e-05f, 7.838656e-06f, -3.2165406e-07f);
        return V.Fma(V.Fma(high, fourth, middle), fourth, low);
    }

    private readonly struct ForwardOp : IUnaryOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => Forward(x);
    }

    private readonly struct BackwardOp : IBinaryOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V dy)
            where V : struct, ILanes<V>
            => dy * Derivative(x);
    }
}
