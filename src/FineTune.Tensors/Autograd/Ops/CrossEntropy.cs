using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>
/// Cross entropy of rows of logits x with class t, smoothing e, C classes and class weights w (default 1), with p = softmax(x):
/// <c>loss = (1 - e) w_t (-ln p_t) + (e / C) sum_c w_c (-ln p_c)</c>; <c>dx_c = g (A p_c - a_c)</c>, where a_c is the factor of -ln p_c and A
/// the sum of all. Rows whose class is the ignored index count as nothing. The mean divides by the sum of the w_t of the rows that count.
/// </summary>
internal sealed class CrossEntropy : Operation
{
    private readonly Tensor _logProbabilities;
    private readonly LongTensor _targets;
    private readonly Tensor? _weight;
    private readonly CrossEntropyOptions _options;
    private readonly float _divisor;

    private CrossEntropy(Tensor x, Tensor logProbabilities, LongTensor targets, Tensor? weight, CrossEntropyOptions options, float divisor)
        : base(x)
    {
        _logProbabilities = logProbabilities;
        _targets = targets;
        _weight = weight;
        _options = options;
        _divisor = divisor;
    }

    public static Tensor Apply(Tensor x, LongTensor targets, Tensor? weight, CrossEntropyOptions options)
    {
        if (x.Shape.Rank != 2 || targets.Shape.Rank != 1 || targets.Length != x.Shape[0])
        {
            Throw.TargetsDoNotMatch("CrossEntropy", x.Shape, targets.Shape, "logits (N, C) and one class a row, (N). Reshape longer ones to rows");
        }

        int classes = x.Shape[1];
        if (weight is not null && weight.Length != classes)
        {
            Throw.ClassWeights("The class weight", weight.Shape, classes);
        }

        Tensor logProbabilities = Tensor.Empty(x.Shape);
        Kernels.LogSoftmax.Forward(x.Span, classes, logProbabilities.Span);
        CrossEntropy node = new(x, logProbabilities, targets, weight, options, Divisor(targets, weight, classes, options));
        Tensor loss = node.Forward();
        if (Tensor.ShouldRecord(x))
        {
            loss.GradFn = node;
        }
        else
        {
            logProbabilities.Dispose();
        }

        return loss;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        int classes = _logProbabilities.Shape[1];
        Tensor dx = Tensor.Empty(_logProbabilities.Shape);
        using Tensor rowGradients = Tensor.Empty(new Shape(_targets.Length));
        for (int r = 0; r < _targets.Length; r++)
        {
            float gradient = LossRows.Gradient(outputGradient.Span, r, _options.Reduction, _divisor);
            rowGradients.Span[r] = _targets[r] == _options.IgnoreIndex ? 0f : gradient;
        }

        LaneWidth.RunSixteen(_targets.Length, RowReduction.Grain(classes), new GradientJob(this, rowGradients.Span, dx.Span));
        gradients.Add(Inputs[0], dx);
    }

    /// <summary>What the sum is divided by for the mean: the weights of the rows that count, or what the caller says.</summary>
    private static float Divisor(LongTensor targets, Tensor? weight, int classes, CrossEntropyOptions options)
    {
        float total = 0f;
        for (int r = 0; r < targets.Length; r++)
        {
            long target = targets[r];
            if (target != options.IgnoreIndex)
            {
                if ((ulong)target >= (ulong)classes)
                {
                    Throw.LabelOutOfRange(target, r, classes, options.IgnoreIndex);
                }

                total += weight is null ? 1f : weight.Span[(int)target];
            }
        }

        return options.Divisor ?? total;
    }

    private Tensor Forward()
    {
        Tensor losses = Tensor.Empty(new Shape(_targets.Length));
        int classes = _logProbabilities.Shape[1];
        float smoothing = (float)_options.LabelSmoothing;
        for (int r = 0; r < _targets.Length; r++)
        {
            ReadOnlySpan<float> row = _logProbabilities.Span.Slice(r * classes, classes);
            int target = (int)_targets[r];
            float loss = 0f;
            if (_targets[r] != _options.IgnoreIndex)
            {
                loss = (1f - smoothing) * WeightOf(target) * -row[target];
                loss += smoothing == 0f ? 0f : smoothing / classes * -WeightedSum(row);
            }

            losses.Span[r] = loss;
        }

        return LossRows.Reduce(losses, _options.Reduction, _divisor);
    }

    private float WeightOf(int target) => _weight is null ? 1f : _weight.Span[target];

    private float WeightedSum(ReadOnlySpan<float> row) => _weight is null ? Kernels.Reduction.Sum(row) : Kernels.Reduction.Dot(row, _weight.Span);

    private readonly ref struct GradientJob(CrossEntropy node, ReadOnlySpan<float> rowGradients, Span<float> dx) : ILaneJob
    {
        private readonly CrossEntropy _node = node;
        private readonly ReadOnlySpan<float> _rowGradients = rowGradients;
        private readonly Span<float> _dx = dx;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int start, int end)
            where V : struct, ILanes<V>
        {
            int classes = _node._logProbabilities.Shape[1];
            float smoothing = (float)_node._options.LabelSmoothing;
            float share = smoothing / classes;
            float weights = _node._weight is null ? classes : Kernels.Reduction.Sum(_node._weight.Span);
            for (int r = start; r < end; r++)
            {
                Span<float> dx = _dx.Slice(r * classes, classes);
                float gradient = _rowGradients[r];
                if (gradient == 0f)
                {
                    dx.Clear();
                    continue;
                }

                int target = (int)_node._targets[r];
                float onTarget = (1f - smoothing) * _node.WeightOf(target);
                Scale<V>(r, gradient * (onTarget + (share * weights)), gradient * share, dx);
                dx[target] -= gradient * onTarget;
            }
        }

        /// <summary>dx = all * p - share * w.</summary>
        private void Scale<V>(int row, float all, float share, Span<float> dx)
            where V : struct, ILanes<V>
        {
            int width = dx.Length;
            ref float logs = ref MemoryMarshal.GetReference(_node._logProbabilities.Span.Slice(row * width, width));
            ref float result = ref MemoryMarshal.GetReference(dx);
            ref float weights = ref MemoryMarshal.GetReference(_node._weight is null ? dx : _node._weight.Span);
            for (int i = 0; i < width; i += Sixteen.Count)
            {
                V weight = _node._weight is null ? V.Broadcast(1f) : Sixteen.Load<V>(ref weights, i, width);
                V probability = VectorMath.Exp(Sixteen.Load<V>(ref logs, i, width));
                Sixteen.Store((probability * V.Broadcast(all)) - (V.Broadcast(share) * weight), ref result, i, width);
            }
        }
    }
}
