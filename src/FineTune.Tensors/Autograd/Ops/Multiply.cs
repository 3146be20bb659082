using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary><c>y = a * b</c>; <c>da = dy * b</c>, <c>db = dy * a</c>; operands broadcast.</summary>
internal sealed class Multiply(Tensor a, Tensor b) : BinaryOperation(a, b)
{
    public static Tensor Apply(Tensor a, Tensor b) => Apply(nameof(Multiply), default(Arithmetic.MultiplyOp), a, b, static (a, b) => new Multiply(a, b));

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        Flow(A, B, outputGradient, gradients);
        Flow(B, A, outputGradient, gradients);
    }

    private static void Flow(Tensor input, Tensor factor, Tensor outputGradient, GradientSink gradients)
    {
        if (input.NeedsGrad)
        {
            Tensor gradient = Tensor.Empty(outputGradient.Shape);
            Broadcasting.Apply(default(Arithmetic.MultiplyOp), outputGradient, factor, gradient);
            Broadcasting.Flow(gradients, input, gradient);
        }
    }
}
