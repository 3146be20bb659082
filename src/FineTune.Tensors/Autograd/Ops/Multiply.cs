using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary><c>y = a * b</c>; <c>da = dy * b</c>, <c>db = dy * a</c>; operands broadcast.</summary>
internal sealed class Multiply : Operation
{
    private readonly Tensor _a;
    private readonly Tensor _b;

    private Multiply(Tensor a, Tensor b)
        : base(a, b)
    {
        _a = a;
        _b = b;
    }

    public static Tensor Apply(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Tensor result = Tensor.Empty(Broadcasting.Resolve("Multiply", a.Shape, b.Shape));
        Broadcasting.Apply(default(Arithmetic.MultiplyOp), a, b, result);
        if (Tensor.ShouldRecord(a, b))
        {
            result.GradFn = new Multiply(a, b);
        }

        return result;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        Flow(_a, _b, outputGradient, gradients);
        Flow(_b, _a, outputGradient, gradients);
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
