using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>
/// Rows with mean 0 and variance 1, then scaled and shifted: <c>n = (x - mean) / sqrt(variance + eps)</c>, <c>y = n gamma + beta</c>;
/// <c>dx</c> as in <see cref="LayerNormBackward"/>, <c>dgamma = sum dy n</c>, <c>dbeta = sum dy</c>.
/// </summary>
internal sealed class LayerNorm : Operation
{
    private readonly Tensor _x;
    private readonly Tensor _gamma;
    private readonly Tensor _beta;
    private readonly RowMoments _moments;

    private LayerNorm(Tensor x, Tensor gamma, Tensor beta, RowMoments moments)
        : base(x, gamma, beta)
    {
        _x = x;
        _gamma = gamma;
        _beta = beta;
        _moments = moments;
    }

    public static Tensor Apply(Tensor x, Tensor gamma, Tensor beta, float epsilon)
    {
        int width = NormalizedRows.Width(x.Shape, gamma.Shape, beta.Shape);
        Tensor y = Tensor.Empty(x.Shape);
        RowMoments moments = RowMoments.For(x, width, Tensor.ShouldRecord(x, gamma, beta));
        new LayerNormForward
        {
            Width = width,
            X = x.Span,
            Sum = x.Span,
            Gamma = gamma.Span,
            Beta = beta.Span,
            Epsilon = epsilon,
            Y = y.Span,
            Mean = moments.Mean,
            ReciprocalDeviation = moments.ReciprocalDeviation,
        }.Run();
        if (moments.AreKept)
        {
            y.GradFn = new LayerNorm(x, gamma, beta, moments);
        }

        return y;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        bool accumulate = false;
        LayerNormBackward kernel = new()
        {
            Width = _gamma.Length,
            Dy = outputGradient.Span,
            Sum = _x.Span,
            Mean = _moments.Mean,
            ReciprocalDeviation = _moments.ReciprocalDeviation,
            Gamma = _gamma.Span,
            Dz = _x.NeedsGrad ? gradients.Target(_x, out accumulate).Span : default,
            AccumulateDz = accumulate,
        };
        NormalizedRows.Run(kernel, _gamma, _beta, gradients);
    }
}
