using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>Element by element: <c>y = f(x)</c>, <c>dx = dy * f'(x)</c>, for a formula f that states both.</summary>
internal sealed class Elementwise<T> : Operation
    where T : struct, IDifferentiable
{
    private readonly T _formula;
    private readonly Tensor _saved;

    private Elementwise(T formula, Tensor x, Tensor saved)
        : base(x)
    {
        _formula = formula;
        _saved = saved;
    }

    public override bool ReadsOutput => T.DerivativeTakesResult;

    public static Tensor Apply(T formula, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor y = Tensor.Empty(x.Shape);
        Differentiable.Forward(formula, x.Span, y.Span);
        if (Tensor.ShouldRecord(x))
        {
            y.GradFn = new Elementwise<T>(formula, x, T.DerivativeTakesResult ? y : x);
        }

        return y;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        Tensor target = gradients.Target(Inputs[0], out bool accumulate);
        Differentiable.Backward(_formula, _saved.Span, outputGradient.Span, target.Span, accumulate);
    }
}
