namespace FineTune.Autograd;

/// <summary>Softmax along the last axis: <c>y = e^x / sum e^x</c>, <c>dx = y (dy - sum y dy)</c>.</summary>
internal sealed class Softmax : Operation
{
    private readonly Tensor _y;

    private Softmax(Tensor x, Tensor y)
        : base(x)
    {
        _y = y;
    }

    public static Tensor Apply(Tensor x)
    {
        Tensor y = Tensor.Empty(x.Shape);
        Kernels.Softmax.Forward(x.Span, x.Shape[-1], y.Span);
        if (Tensor.ShouldRecord(x))
        {
            y.GradFn = new Softmax(x, y);
        }

        return y;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        Tensor target = gradients.Target(Inputs[0], out bool accumulate);
        Kernels.Softmax.Backward(_y.Span, outputGradient.Span, _y.Shape[-1], target.Span, accumulate);
    }
}
