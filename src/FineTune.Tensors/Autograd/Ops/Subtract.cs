using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary><c>y = a - b</c>; <c>da = dy</c>, <c>db = -dy</c>; operands broadcast.</summary>
internal sealed class Subtract : Operation
{
    private readonly Tensor _a;
    private readonly Tensor _b;

    private Subtract(Tensor a, Tensor b)
        : base(a, b)
    {
        _a = a;
        _b = b;
    }

    public static Tensor Apply(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Tensor result = Tensor.Empty(Broadcasting.Resolve("Subtract", a.Shape, b.Shape));
        Broadcasting.Apply(default(Arithmetic.SubtractOp), a, b, result);
        if (Tensor.ShouldRecord(a, b))
        {
            result.GradFn = new Subtract(a, b);
        }

        return result;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        if (_b.NeedsGrad)
        {
            Tensor negative = Tensor.Empty(outputGradient.Shape);
            Arithmetic.Scale(-1f, outputGradient.Span, negative.Span, accumulate: false);
            Broadcasting.Flow(gradients, _b, negative);
        }

        Broadcasting.Flow(gradients, _a, outputGradient.View(outputGradient.Shape));
    }
}
