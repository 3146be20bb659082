using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary><c>y = a - b</c>; <c>da = dy</c>, <c>db = -dy</c>; operands broadcast.</summary>
internal sealed class Subtract(Tensor a, Tensor b) : BinaryOperation(a, b)
{
    public static Tensor Apply(Tensor a, Tensor b) => Apply(nameof(Subtract), default(Arithmetic.SubtractOp), a, b, static (a, b) => new Subtract(a, b));

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        if (B.NeedsGrad)
        {
            Tensor negative = Tensor.Empty(outputGradient.Shape);
            Arithmetic.Scale(-1f, outputGradient.Span, negative.Span, accumulate: false);
            Broadcasting.Flow(gradients, B, negative);
        }

        Broadcasting.Flow(gradients, A, outputGradient.View(outputGradient.Shape));
    }
}
