using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary><c>loss = (x - t)^2</c>; <c>dx = 2 (x - t) g</c>, <c>dt = -dx</c>.</summary>
internal sealed class MseLoss : Operation
{
    private readonly Tensor _x;
    private readonly Tensor _target;
    private readonly LossReduction _reduction;

    private MseLoss(Tensor x, Tensor target, LossReduction reduction)
        : base(x, target)
    {
        _x = x;
        _target = target;
        _reduction = reduction;
    }

    public static Tensor Apply(Tensor x, Tensor target, LossReduction reduction)
    {
        if (x.Shape != target.Shape)
        {
            Throw.TargetsDoNotMatch("MseLoss", x.Shape, target.Shape, "equal shapes. Squeeze or reshape one of them");
        }

        Tensor losses = Tensor.Empty(x.Shape);
        Map.Run(default(Arithmetic.SubtractOp), x.Span, target.Span, losses.Span);
        Arithmetic.Multiply(losses.Span, losses.Span, losses.Span);
        Tensor loss = LossRows.Reduce(losses, reduction, x.Length);
        if (Tensor.ShouldRecord(x, target))
        {
            loss.GradFn = new MseLoss(x, target, reduction);
        }

        return loss;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        Tensor dx = Tensor.Empty(_x.Shape);
        Map.Run(default(Arithmetic.SubtractOp), _x.Span, _target.Span, dx.Span);
        if (_reduction == LossReduction.None)
        {
            Arithmetic.Multiply(dx.Span, outputGradient.Span, dx.Span);
            Arithmetic.Scale(2f, dx.Span, dx.Span, accumulate: false);
        }
        else
        {
            float gradient = LossRows.Gradient(outputGradient.Span, 0, _reduction, _x.Length);
            Arithmetic.Scale(2f * gradient, dx.Span, dx.Span, accumulate: false);
        }

        if (_target.NeedsGrad)
        {
            Tensor negative = Tensor.Empty(_x.Shape);
            Arithmetic.Scale(-1f, dx.Span, negative.Span, accumulate: false);
            gradients.Add(_target, negative);
        }

        gradients.Add(_x, dx);
    }
}
