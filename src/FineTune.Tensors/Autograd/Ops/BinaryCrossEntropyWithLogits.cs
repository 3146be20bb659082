using System.Runtime.CompilerServices;
using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>
/// <c>loss = (1 - t) x - q ln sigmoid(x)</c> with <c>q = 1 + (positive weight - 1) t</c>, each element times its weight;
/// <c>dx = g ((w t + 1 - t) sigmoid(x) - w t)</c> with the positive weight w.
/// </summary>
internal sealed class BinaryCrossEntropyWithLogits : Operation
{
    private readonly Tensor _x;
    private readonly Tensor _target;
    private readonly Tensor _positiveWeight;
    private readonly Tensor? _weight;
    private readonly LossReduction _reduction;

    private BinaryCrossEntropyWithLogits(Tensor x, Tensor target, Tensor positiveWeight, Tensor? weight, LossReduction reduction)
        : base(x)
    {
        _x = x;
        _target = target;
        _positiveWeight = positiveWeight;
        _weight = weight;
        _reduction = reduction;
    }

    public static Tensor Apply(Tensor x, Tensor target, Tensor? weight, Tensor? positiveWeight, LossReduction reduction)
    {
        if (x.Shape != target.Shape)
        {
            Throw.TargetsDoNotMatch(
                "BinaryCrossEntropyWithLogits", x.Shape, target.Shape, "equal shapes, the targets as numbers from 0 to 1");
        }

        Tensor expanded = Expanded(positiveWeight ?? Tensor.From(1f), x.Shape);
        Tensor losses = Tensor.Empty(x.Shape);
        Map.Run(default(LossOp), x.Span, target.Span, expanded.Span, losses.Span);
        Weigh(losses, weight);
        Tensor loss = LossRows.Reduce(losses, reduction, x.Length);
        if (Tensor.ShouldRecord(x))
        {
            loss.GradFn = new BinaryCrossEntropyWithLogits(x, target, expanded, weight, reduction);
        }

        return loss;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        Tensor dx = Tensor.Empty(_x.Shape);
        Map.Run(default(GradientOp), _x.Span, _target.Span, _positiveWeight.Span, dx.Span);
        Weigh(dx, _weight);
        if (_reduction == LossReduction.None)
        {
            Arithmetic.Multiply(dx.Span, outputGradient.Span, dx.Span);
        }
        else
        {
            Arithmetic.Scale(LossRows.Gradient(outputGradient.Span, 0, _reduction, _x.Length), dx.Span, dx.Span, accumulate: false);
        }

        gradients.Add(_x, dx);
    }

    private static Tensor Expanded(Tensor tensor, Shape shape)
    {
        if (Broadcasting.Resolve("BinaryCrossEntropyWithLogits", shape, tensor.Shape) != shape)
        {
            Throw.ClassWeights("posWeight", tensor.Shape, shape.Rank == 0 ? 1 : shape[-1]);
        }

        Tensor expanded = Tensor.Empty(shape);
        Broadcasting.Expand(tensor, expanded);
        return expanded;
    }

    private static void Weigh(Tensor values, Tensor? weight)
    {
        if (weight is not null)
        {
            if (Broadcasting.Resolve("BinaryCrossEntropyWithLogits", values.Shape, weight.Shape) != values.Shape)
            {
                Throw.ClassWeights("weight", weight.Shape, values.Shape.Rank == 0 ? 1 : values.Shape[-1]);
            }

            Broadcasting.Apply(default(Arithmetic.MultiplyOp), values, weight, values);
        }
    }

    private readonly struct LossOp : ITernaryOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V y, V z)
            where V : struct, ILanes<V>
        {
            V one = V.Broadcast(1f);
            V factor = ((z - one) * y) + one;
            return ((one - y) * x) - (factor * default(LogSigmoid).Forward(x));
        }
    }

    private readonly struct GradientOp : ITernaryOp
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V y, V z)
            where V : struct, ILanes<V>
        {
            V weighted = z * y;
            return ((weighted + V.Broadcast(1f) - y) * VectorMath.Sigmoid(x)) - weighted;
        }
    }
}
