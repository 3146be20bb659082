using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary><c>y = a / b</c>; <c>da = dy / b</c>, <c>db = -dy * (a / b) / b</c>; operands broadcast.</summary>
internal sealed class Divide : Operation
{
    private readonly Tensor _a;
    private readonly Tensor _b;

    private Divide(Tensor a, Tensor b)
        : base(a, b)
    {
        _a = a;
        _b = b;
    }

    public static Tensor Apply(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Tensor result = Tensor.Empty(Broadcasting.Resolve("Divide", a.Shape, b.Shape));
        Broadcasting.Apply(default(Arithmetic.DivideOp), a, b, result);
        if (Tensor.ShouldRecord(a, b))
        {
            result.GradFn = new Divide(a, b);
        }

        return result;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        if (_a.NeedsGrad)
        {
            Tensor gradient = Tensor.Empty(outputGradient.Shape);
            Broadcasting.Apply(default(Arithmetic.DivideOp), outputGradient, _b, gradient);
            Broadcasting.Flow(gradients, _a, gradient);
        }

        if (_b.NeedsGrad)
        {
            Tensor gradient = Tensor.Empty(outputGradient.Shape);
            Broadcasting.Apply(default(Arithmetic.DivideOp), _a, _b, gradient);
            Broadcasting.Apply(default(Arithmetic.DivideOp), gradient, _b, gradient);
            Arithmetic.Multiply(gradient.Span, outputGradient.Span, gradient.Span);
            Arithmetic.Scale(-1f, gradient.Span, gradient.Span, accumulate: false);
            Broadcasting.Flow(gradients, _b, gradient);
        }
    }
}
