using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>The sum of all elements, divided by a number (the mean, if it is their count); <c>dx = dy / divisor</c> everywhere.</summary>
internal sealed class Sum : Operation
{
    private readonly float _divisor;

    private Sum(Tensor x, float divisor)
        : base(x)
    {
        _divisor = divisor;
    }

    public static Tensor Apply(Tensor x, float divisor)
    {
        Tensor y = Tensor.From(Kernels.Reduction.Sum(x.Span) / divisor);
        if (Tensor.ShouldRecord(x))
        {
            y.GradFn = new Sum(x, divisor);
        }

        return y;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        Span<float> target = gradients.Target(Inputs[0], out bool accumulate).Span;
        Arithmetic.Fill(outputGradient.Span[0] / _divisor, target, accumulate);
    }
}
