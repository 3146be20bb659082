using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary><c>y = x</c> above 0, else <c>w x</c>, for one learned w; <c>dx = dy</c> or <c>w dy</c>, <c>dw = sum of x dy where x is not above 0</c>.</summary>
internal sealed class PRelu : Operation
{
    private readonly Tensor _x;
    private readonly Tensor _weight;

    private PRelu(Tensor x, Tensor weight)
        : base(x, weight)
    {
        _x = x;
        _weight = weight;
    }

    public static Tensor Apply(Tensor x, Tensor weight)
    {
        if (weight.Length != 1)
        {
            Throw.ClassWeights("The weight of PRelu", weight.Shape, 1);
        }

        Tensor y = Tensor.Empty(x.Shape);
        Differentiable.Forward(new LeakyRelu(weight.Span[0]), x.Span, y.Span);
        if (Tensor.ShouldRecord(x, weight))
        {
            y.GradFn = new PRelu(x, weight);
        }

        return y;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        if (_weight.NeedsGrad)
        {
            using Tensor negative = Tensor.Empty(_x.Shape);
            Differentiable.Forward(default(Negate), _x.Span, negative.Span);
            Differentiable.Forward(default(Kernels.Relu), negative.Span, negative.Span);
            Tensor target = gradients.Target(_weight, out bool accumulate);
            Arithmetic.Fill(-Kernels.Reduction.Dot(negative.Span, outputGradient.Span), target.Span, accumulate);
        }

        if (_x.NeedsGrad)
        {
            Tensor target = gradients.Target(_x, out bool accumulate);
            Differentiable.Backward(new LeakyRelu(_weight.Span[0]), _x.Span, outputGradient.Span, target.Span, accumulate);
        }
    }
}
