using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>Two axes exchanged, in memory of its own; <c>dx</c> = dy with the same two exchanged.</summary>
internal sealed class Transpose : Operation
{
    private readonly int _first;
    private readonly int _second;

    private Transpose(Tensor x, int first, int second)
        : base(x)
    {
        _first = first;
        _second = second;
    }

    public static Tensor Apply(Tensor x, int axis0, int axis1)
    {
        int first = Axis.Normalize("Transpose", x.Shape, Math.Min(Wrap(x, axis0), Wrap(x, axis1)));
        int second = Axis.Normalize("Transpose", x.Shape, Math.Max(Wrap(x, axis0), Wrap(x, axis1)));
        int[] dims = x.Shape.ToArray();
        (dims[first], dims[second]) = (dims[second], dims[first]);
        Tensor y = Tensor.Empty(new Shape(dims));
        Move(x, first, second, y, accumulate: false);
        if (Tensor.ShouldRecord(x))
        {
            y.GradFn = new Transpose(x, first, second);
        }

        return y;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        Tensor target = gradients.Target(Inputs[0], out bool accumulate);
        Move(outputGradient, _first, _second, target, accumulate);
    }

    private static int Wrap(Tensor x, int axis) => Axis.Normalize("Transpose", x.Shape, axis);

    private static void Move(Tensor source, int first, int second, Tensor destination, bool accumulate)
    {
        if (first == second)
        {
            Arithmetic.Copy(source.Span, destination.Span, accumulate);
            return;
        }

        Axis left = Axis.Of("Transpose", source.Shape, first);
        Axis right = Axis.Of("Transpose", source.Shape, second);
        int middle = right.Size * right.Inner == 0 ? 0 : left.Inner / (right.Size * right.Inner);
        Transposition.Run(source.Span, left.Outer, left.Size, middle, right.Size, right.Inner, destination.Span, accumulate);
    }
}
