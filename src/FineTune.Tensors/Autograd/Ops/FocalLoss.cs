using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>
/// Focal loss of rows of logits x with class t, for p = softmax(x), class weights w (default 1) and focus f:
/// <c>loss = -w_t (1 - p_t)^f ln p_t</c>; <c>dx_c = g w_t (f p_t (1 - p_t)^(f - 1) ln p_t - (1 - p_t)^f) ([c = t] - p_c)</c>.
/// Rows whose class is the ignored index count as nothing; the mean divides by the number of the others.
/// </summary>
internal sealed class FocalLoss : Operation
{
    private readonly Tensor _logProbabilities;
    private readonly LongTensor _targets;
    private readonly float[] _slopes;
    private readonly LossReduction _reduction;
    private readonly float _divisor;

    private FocalLoss(Tensor x, Tensor logProbabilities, LongTensor targets, float[] slopes, LossReduction reduction, float divisor)
        : base(x)
    {
        _logProbabilities = logProbabilities;
        _targets = targets;
        _slopes = slopes;
        _reduction = reduction;
        _divisor = divisor;
    }

    public static Tensor Apply(Tensor x, LongTensor targets, double gamma, Tensor? weight, int ignoreIndex, LossReduction reduction)
    {
        if (x.Shape.Rank != 2 || targets.Shape.Rank != 1 || targets.Length != x.Shape[0])
        {
            Throw.TargetsDoNotMatch("FocalLoss", x.Shape, targets.Shape, "logits (N, C) and one class a row, (N). Reshape longer ones to rows");
        }

        int classes = x.Shape[1];
        if (weight is not null && weight.Length != classes)
        {
            Throw.ClassWeights("The class weight", weight.Shape, classes);
        }

        Tensor logProbabilities = Tensor.Empty(x.Shape);
        Kernels.LogSoftmax.Forward(x.Span, classes, logProbabilities.Span);
        Tensor losses = Tensor.Zeros(new Shape(targets.Length));
        float[] slopes = new float[targets.Length];
        int counted = 0;
        for (int r = 0; r < slopes.Length; r++)
        {
            long target = targets[r];
            if (target == ignoreIndex)
            {
                continue;
            }

            if ((ulong)target >= (ulong)classes)
            {
                Throw.LabelOutOfRange(target, r, classes, ignoreIndex);
            }

            float factor = weight is null ? 1f : weight.Span[(int)target];
            losses.Span[r] = factor * Row(logProbabilities.Span[(r * classes) + (int)target], gamma, out float slope);
            slopes[r] = factor * slope;
            counted++;
        }

        Tensor loss = LossRows.Reduce(losses, reduction, counted);
        if (Tensor.ShouldRecord(x))
        {
            loss.GradFn = new FocalLoss(x, logProbabilities, targets, slopes, reduction, counted);
        }

        return loss;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        int classes = _logProbabilities.Shape[1];
        Tensor dx = Tensor.Empty(_logProbabilities.Shape);
        Functions.Exp(_logProbabilities.Span, dx.Span);
        for (int r = 0; r < _slopes.Length; r++)
        {
            Span<float> row = dx.Span.Slice(r * classes, classes);
            float gradient = _slopes[r] == 0f ? 0f : _slopes[r] * LossRows.Gradient(outputGradient.Span, r, _reduction, _divisor);
            Arithmetic.Scale(-gradient, row, row, accumulate: false);
            if (gradient != 0f)
            {
                row[(int)_targets[r]] += gradient;
            }
        }

        gradients.Add(Inputs[0], dx);
    }

    /// <summary>The loss of a row whose class has this log-probability, and the factor of ([c = t] - p_c) in its gradient.</summary>
    private static float Row(float logProbability, double gamma, out float slope)
    {
        double p = Math.Exp(logProbability);
        double rest = Math.Max(0, 1 - p);
        double focus = Math.Pow(rest, gamma);
        double change = gamma == 0 || rest == 0 ? 0 : gamma * p * Math.Pow(rest, gamma - 1) * logProbability;
        slope = (float)(change - focus);
        return (float)(-focus * logProbability);
    }
}
