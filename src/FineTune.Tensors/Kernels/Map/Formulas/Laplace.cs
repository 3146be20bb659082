using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// <c>y = (1 + erf((x - mu) / (sigma sqrt 2))) / 2</c> with mu 0.707107 and sigma 0.282095;
/// <c>dy/dx = e^(-z^2) / (sigma sqrt(2 pi))</c> for the same argument z of erf.
/// </summary>
internal readonly struct Laplace : IDifferentiable
{
    private const double Sigma = 0.282095;

    public static bool DerivativeTakesResult => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x)
        where V : struct, ILanes<V>
        => V.Fma(V.Broadcast(0.5f), VectorMath.Erf(Argument(x)), V.Broadcast(0.5f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x)
        where V : struct, ILanes<V>
    {
        V z = Argument(x);
        return V.Broadcast((float)(1 / (Sigma * 2.5066282746310002))) * VectorMath.Exp(-(z * z));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Argument<V>(V x)
        where V : struct, ILanes<V>
        => (x - V.Broadcast(0.707107f)) / V.Broadcast((float)(Sigma * 1.4142135623730951));
}
