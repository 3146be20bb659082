namespace FineTune.Autograd;

/// <summary>Logarithm of the softmax along the last axis: <c>y = x - ln sum e^x</c>, <c>dx = dy - e^y sum dy</c>.</summary>
internal sealed class LogSoftmax : Operation
{
    private readonly Tensor _y;

    private LogSoftmax(Tensor x, Tensor y)
        : base(x)
    {
        _y = y;
    }

    public static Tensor Apply(Tensor x)
    {
        Tensor y = Tensor.Empty(x.Shape);
        Kernels.LogSoftmax.Forward(x.Span, x.Shape[-1], y.Span);
        if (Tensor.ShouldRecord(x))
        {
            y.GradFn = new LogSoftmax(x, y);
        }

        return y;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        Tensor target = gradients.Target(Inputs[0], out bool accumulate);
        Kernels.LogSoftmax.Backward(_y.Span, outputGradient.Span, _y.Shape[-1], target.Span, accumulate);
    }
}
