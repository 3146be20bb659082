using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary><c>y = a + b</c>; <c>da = db = dy</c>; operands broadcast.</summary>
internal sealed class Add : Operation
{
    private readonly Tensor _a;
    private readonly Tensor _b;

    private Add(Tensor a, Tensor b)
        : base(a, b)
    {
        _a = a;
        _b = b;
    }

    public static Tensor Apply(Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Tensor result = Tensor.Empty(Broadcasting.Resolve("Add", a.Shape, b.Shape));
        Broadcasting.Apply(default(Arithmetic.AddOp), a, b, result);
        if (Tensor.ShouldRecord(a, b))
        {
            result.GradFn = new Add(a, b);
        }

        return result;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        Broadcasting.Flow(gradients, _a, outputGradient.View(outputGradient.Shape));
        if (_b.Shape == outputGradient.Shape)
        {
            gradients.AddCopy(_b, outputGradient.Span);
        }
        else
        {
            Broadcasting.Flow(gradients, _b, outputGradient.View(outputGradient.Shape));
        }
    }
}
