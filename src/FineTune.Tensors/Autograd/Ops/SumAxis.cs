using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>Sums along an axis, divided by a number (means, if it is the axis' size); <c>dx = dy / divisor</c>, repeated along the axis.</summary>
internal sealed class SumAxis : Operation
{
    private readonly Axis _axis;
    private readonly float _divisor;

    private SumAxis(Tensor x, Axis axis, float divisor)
        : base(x)
    {
        _axis = axis;
        _divisor = divisor;
    }

    public static Tensor Apply(Tensor x, Axis axis, bool keepDim, float divisor)
    {
        Tensor y = Tensor.Empty(axis.Replace(x.Shape, keepDim ? 1 : null));
        Add(x.Span, axis, y.Span);
        if (divisor != 1f)
        {
            Differentiable.Forward(new DivideByConstant(divisor), y.Span, y.Span);
        }

        if (Tensor.ShouldRecord(x))
        {
            y.GradFn = new SumAxis(x, axis, divisor);
        }

        return y;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        if (_divisor != 1f)
        {
            Differentiable.Forward(new DivideByConstant(_divisor), outputGradient.Span, outputGradient.Span);
        }

        Span<float> target = gradients.Target(Inputs[0], out bool accumulate).Span;
        for (int o = 0; o < _axis.Outer; o++)
        {
            Repeat(outputGradient.Span.Slice(o * _axis.Inner, _axis.Inner), target.Slice(o * _axis.Size * _axis.Inner, _axis.Size * _axis.Inner), accumulate);
        }
    }

    private static void Repeat(ReadOnlySpan<float> row, Span<float> target, bool accumulate)
    {
        if (row.Length == 1)
        {
            Arithmetic.Fill(row[0], target, accumulate);
            return;
        }

        for (int at = 0; at < target.Length; at += row.Length)
        {
            Arithmetic.Copy(row, target.Slice(at, row.Length), accumulate);
        }
    }

    private static void Add(ReadOnlySpan<float> x, Axis axis, Span<float> y)
    {
        if (axis.Inner == 1)
        {
            RowSum.Run(x, axis.Size, y);
            return;
        }

        int chunk = axis.Size * axis.Inner;
        for (int o = 0; o < axis.Outer; o++)
        {
            ColumnSum.Run(x.Slice(o * chunk, chunk), y.Slice(o * axis.Inner, axis.Inner), accumulate: false);
        }
    }
}
