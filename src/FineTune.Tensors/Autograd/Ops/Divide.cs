using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary><c>y = a / b</c>; <c>da = dy / b</c>, <c>db = -dy * (a / b) / b</c>; operands broadcast.</summary>
internal sealed class Divide(Tensor a, Tensor b) : BinaryOperation(a, b)
{
    public static Tensor Apply(Tensor a, Tensor b) => Apply(nameof(Divide), default(Arithmetic.DivideOp), a, b, static (a, b) => new Divide(a, b));

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        if (A.NeedsGrad)
        {
            Tensor gradient = Tensor.Empty(outputGradient.Shape);
            Broadcasting.Apply(default(Arithmetic.DivideOp), outputGradient, B, gradient);
            Broadcasting.Flow(gradients, A, gradient);
        }

        if (B.NeedsGrad)
        {
            Tensor gradient = Tensor.Empty(outputGradient.Shape);
            Broadcasting.Apply(default(Arithmetic.DivideOp), A, B, gradient);
            Broadcasting.Apply(default(Arithmetic.DivideOp), gradient, B, gradient);
            Arithmetic.Multiply(gradient.Span, outputGradient.Span, gradient.Span);
            Arithmetic.Scale(-1f, gradient.Span, gradient.Span, accumulate: false);
            Broadcasting.Flow(gradients, B, gradient);
        }
    }
}
