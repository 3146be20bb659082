using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>
/// <c>y = LayerNorm(dropout(x) + residual)</c> in one sweep over the rows, as each half of a transformer layer ends;
/// backward, in one sweep, <c>dz</c> of the normalization, <c>dresidual = dz</c>, <c>dx = dz</c> under the mask.
/// </summary>
/// <remarks>
/// x is used up: its memory holds the sum afterwards, which backward needs, and then its own gradient. So x must be a result nobody else
/// reads, as the output of a linear layer is. In backward the residual's gradient takes over the memory of y's.
/// </remarks>
internal sealed class DropoutAddLayerNorm : Operation, IDisposable
{
    private readonly Tensor _x;
    private readonly Tensor _residual;
    private readonly Tensor _gamma;
    private readonly Tensor _beta;
    private readonly DropoutBits? _bits;
    private readonly RowMoments _moments;

    private DropoutAddLayerNorm(Tensor x, Tensor residual, Tensor gamma, Tensor beta, DropoutBits? bits, RowMoments moments)
        : base(x, residual, gamma, beta)
    {
        _x = x;
        _residual = residual;
        _gamma = gamma;
        _beta = beta;
        _bits = bits;
        _moments = moments;
    }

    /// <summary>Applies it to rows <c>[..., C]</c> with the mask of the dropout, which may still be being drawn.</summary>
    public static Tensor Apply(Tensor x, Tensor residual, Tensor gamma, Tensor beta, float epsilon, Early<DropoutBits> mask)
    {
        int width = NormalizedRows.Width(x.Shape, gamma.Shape, beta.Shape);
        if (x.Shape != residual.Shape)
        {
            Throw.ShapesDiffer("DropoutAddLayerNorm", x.Shape, residual.Shape);
        }

        DropoutBits? bits = mask.Take();
        bits?.RequireSize(RowReduction.Rows(x.Length, width), width);
        Tensor y = Tensor.Empty(x.Shape);
        RowMoments moments = RowMoments.For(x, width, Tensor.ShouldRecord(x, residual, gamma, beta));
        new LayerNormForward
        {
            Width = width,
            X = x.Span,
            Residual = residual.Span,
            InputMask = bits is null ? default : bits.Mask,
            Sum = moments.AreKept ? x.Span : y.Span,
            Gamma = gamma.Span,
            Beta = beta.Span,
            Epsilon = epsilon,
            Y = y.Span,
            Mean = moments.Mean,
            ReciprocalDeviation = moments.ReciprocalDeviation,
        }.Run();
        if (moments.AreKept)
        {
            y.GradFn = new DropoutAddLayerNorm(x, residual, gamma, beta, bits, moments);
        }
        else
        {
            bits?.Dispose();
        }

        return y;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        DropoutMask mask = _bits is null ? default : _bits.Mask;
        LayerNormBackward kernel = new()
        {
            Width = _gamma.Length,
            Dy = outputGradient.Span,
            Sum = _x.Span,
            Mean = _moments.Mean,
            ReciprocalDeviation = _moments.ReciprocalDeviation,
            Gamma = _gamma.Span,
            InputMask = mask,
            Dz = outputGradient.Span,
            Dx = _x.NeedsGrad ? _x.Span : default,
        };
        NormalizedRows.Run(kernel, _gamma, _beta, gradients);
        gradients.Add(_residual, outputGradient.View(_residual.Shape));
        if (_x.NeedsGrad)
        {
            gradients.Add(_x, _x.View(_x.Shape));
        }
    }

    public void Dispose() => _bits?.Dispose();
}
