using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>A range of indices of one axis; <c>dx</c> = dy there and 0 elsewhere.</summary>
internal sealed class Narrow : Operation
{
    private readonly Axis _axis;
    private readonly int _start;
    private readonly int _length;

    private Narrow(Tensor x, Axis axis, int start, int length)
        : base(x)
    {
        _axis = axis;
        _start = start;
        _length = length;
    }

    public static Tensor Apply(Tensor x, int axis, int start, int length)
    {
        Axis along = Axis.Of("Narrow", x.Shape, axis);
        if (start < 0 || length < 0 || start > along.Size - length)
        {
            Throw.RangeOutsideAxis("Narrow", start, length, along.Index, x.Shape);
        }

        Tensor y = Tensor.Empty(along.Replace(x.Shape, length));
        int chunk = length * along.Inner;
        for (int o = 0; o < along.Outer; o++)
        {
            x.Span.Slice(((o * along.Size) + start) * along.Inner, chunk).CopyTo(y.Span.Slice(o * chunk, chunk));
        }

        if (Tensor.ShouldRecord(x))
        {
            y.GradFn = new Narrow(x, along, start, length);
        }

        return y;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        Span<float> target = gradients.Target(Inputs[0], out bool accumulate).Span;
        if (!accumulate)
        {
            target.Clear();
        }

        int chunk = _length * _axis.Inner;
        for (int o = 0; o < _axis.Outer; o++)
        {
            Span<float> part = target.Slice(((o * _axis.Size) + _start) * _axis.Inner, chunk);
            Arithmetic.Copy(outputGradient.Span.Slice(o * chunk, chunk), part, accumulate: true);
        }
    }
}
