namespace FineTune.Autograd;

/// <summary>Elements repeated along axes of size 1 to fill a larger shape; the gradients of the repetitions are added.</summary>
internal sealed class Expand : Operation
{
    private Expand(Tensor x)
        : base(x)
    {
    }

    public static Tensor Apply(Tensor x, Shape shape)
    {
        if (Broadcasting.Resolve("Expand", x.Shape, shape) != shape)
        {
            Throw.ShapesDiffer("Expand", x.Shape, shape);
        }

        Tensor y = Tensor.Empty(shape);
        Broadcasting.Expand(x, y);
        if (Tensor.ShouldRecord(x))
        {
            y.GradFn = new Expand(x);
        }

        return y;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        Tensor target = gradients.Target(Inputs[0], out bool accumulate);
        Broadcasting.Reduce(outputGradient, target, accumulate);
    }
}
