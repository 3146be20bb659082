using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary><c>y = a + b</c>; <c>da = db = dy</c>; operands broadcast.</summary>
internal sealed class Add(Tensor a, Tensor b) : BinaryOperation(a, b)
{
    public static Tensor Apply(Tensor a, Tensor b) => Apply(nameof(Add), default(Arithmetic.AddOp), a, b, static (a, b) => new Add(a, b));

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        Broadcasting.Flow(gradients, A, outputGradient.View(outputGradient.Shape));
        if (B.Shape == outputGradient.Shape)
        {
            gradients.AddCopy(B, outputGradient.Span);
        }
        else
        {
            Broadcasting.Flow(gradients, B, outputGradient.View(outputGradient.Shape));
        }
    }
}
