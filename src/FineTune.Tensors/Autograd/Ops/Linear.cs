using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Autograd;

/// <summary>
/// <c>y = x W^T + b</c> with W stored (out, in), or <c>y = gelu(x W^T + b)</c> in the same sweep;
/// <c>dx = dh W</c>, <c>dW = dh^T x</c>, <c>db</c> = the sum of dh over rows, where <c>dh = dy</c> or <c>dy * gelu'(h)</c>. The three products are computed in the
/// precision of the <see cref="Autocast"/> that was open in forward.
/// </summary>
internal sealed class Linear : Operation, IDisposable
{
    private readonly Tensor _weight;
    private readonly Tensor? _bias;
    private readonly Tensor? _preActivation;
    private readonly MatMulPrecision _precision;
    private Storage? _rounded;

    private Linear(Tensor x, Storage? rounded, Tensor weight, Tensor? bias, Tensor? preActivation, MatMulPrecision precision)
        : base(x, weight, bias)
    {
        rounded?.AddUser();
        _rounded = rounded;
        _weight = weight;
        _bias = bias;
        _preActivation = preActivation;
        _precision = precision;
    }

    public override bool ReadsOutput => false;

    /// <summary>
    /// Applies it. Where x is used up nobody else reads its numbers: in bfloat16 their memory is given back, unless what x came from reads them on the way back.
    /// </summary>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, GemmEpilogue epilogue = GemmEpilogue.None, bool usesUp = false)
    {
        CheckShapes(x.Shape, weight.Shape, bias?.Shape);
        int n = weight.Shape[0];
        int k = weight.Shape[1];
        int m = k == 0 ? 0 : x.Length / k;
        Tensor y = Tensor.Empty(x.Shape.WithLast(n));
        bool record = Tensor.ShouldRecord(x, weight, bias);
        MatMulPrecision precision = Autocast.PrecisionFor(n);
        ProductRows rows = record ? ProductRows.Kept(x, k, precision) : ProductRows.Brief(x, k, precision);
        Tensor? preActivation = record && epilogue == GemmEpilogue.Gelu ? Tensor.Empty(y.Shape) : null;
        if (!record && weight is Parameter && PackedWeights.Current is { } packed)
        {
            Gemm.Multiply(m, rows.Operand, packed.Of(weight, precision, out Storage memory), y.Span, n, bias is null ? default : bias.Span, epilogue);
            GC.KeepAlive(memory);
            rows.GiveBack();
            return y;
        }

        Gemm.Multiply(
            m, n, k, rows.Operand, new(weight.Storage.ReadOnly, k, isTransposed: true), y.Span, n, accumulate: false,
            bias is null ? default : bias.Span, epilogue, preActivation is null ? default : preActivation.Span, precision);
        if (record)
        {
            y.GradFn = new Linear(x, weight.NeedsGrad ? rows.Rounded : null, weight, bias, preActivation, precision);
            if (usesUp && rows.Rounded is not null && x.GradFn is { ReadsOutput: false })
            {
                x.ForgetElements();
            }
        }

        rows.GiveBack();
        return y;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        Tensor x = Inputs[0];
        int n = _weight.Shape[0];
        int k = _weight.Shape[1];
        int m = outputGradient.Length / n;
        Span<float> dh = outputGradient.Span;
        if (_preActivation is not null)
        {
            Gelu.Backward(_preActivation.Span, dh, dh, accumulate: false);
            _preActivation.Dispose();
        }

        if (_bias is { NeedsGrad: true })
        {
            Tensor target = gradients.Target(_bias, out bool accumulate);
            ColumnSum.Run(dh, target.Span, accumulate);
        }

        if (!_weight.NeedsGrad && !x.NeedsGrad)
        {
            return;
        }

        ProductRows rows = new(x, _rounded, k);
        ProductRows dy = ProductRows.Brief(outputGradient, n, _precision);
        if (_weight.NeedsGrad)
        {
            Tensor target = gradients.Target(_weight, out bool accumulate, Gemm.AddsOnce(m));
            Gemm.Multiply(n, k, m, dy.Transposed, rows.Operand, target.Span, k, accumulate, precision: _precision);
        }

        if (x.NeedsGrad)
        {
            Tensor target = gradients.Target(x, out bool accumulate);
            Gemm.Multiply(m, k, n, dy.Operand, new(_weight.Span, k), target.Span, k, accumulate, precision: _precision);
        }

        dy.GiveBack();
    }

    public void Dispose()
    {
        _rounded?.RemoveUser();
        _rounded = null;
    }

    private static void CheckShapes(Shape x, Shape weight, Shape? bias)
    {
        if (weight.Rank != 2 || x.Rank == 0 || x[-1] != weight[1] || (bias is { } shape && (shape.Rank != 1 || shape[0] != weight[0])))
        {
            Throw.LinearShapes(x, weight, bias);
        }
    }
}
