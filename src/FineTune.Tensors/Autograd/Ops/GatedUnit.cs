using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>
/// A gated linear unit: of rows <c>(a, g)</c>, two halves of one product, <c>y = f(a) g</c>; <c>da = dy g f'(a)</c>, <c>dg = dy f(a)</c>.
/// </summary>
internal sealed class GatedUnit<T> : Operation
    where T : struct, IDifferentiable
{
    private GatedUnit(Tensor x)
        : base(x)
    {
    }

    public override bool ReadsOutput => false;

    /// <summary>Applies it to <c>[..., 2I]</c>: the result is <c>[..., I]</c>.</summary>
    public static Tensor Apply(Tensor x)
    {
        int width = x.Shape[-1] / 2;
        Tensor y = Tensor.Empty(x.Shape.WithLast(width));
        Gated.Forward(default(T), x.Span, width, y.Span);
        if (Tensor.ShouldRecord(x))
        {
            y.GradFn = new GatedUnit<T>(x);
        }

        return y;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        Tensor x = Inputs[0];
        Tensor target = gradients.Target(x, out bool accumulate);
        Gated.Backward(default(T), x.Span, outputGradient.Span, outputGradient.Shape[-1], target.Span, accumulate);
    }
}
