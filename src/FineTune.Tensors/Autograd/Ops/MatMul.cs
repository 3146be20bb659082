using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Autograd;

/// <summary>
/// Matrix products <c>Y = A B</c> over the last two axes, the others broadcasting; <c>dA = dY B^T</c>, <c>dB = A^T dY</c>.
/// </summary>
internal sealed class MatMul : Operation
{
    private readonly Tensor _a;
    private readonly Tensor _b;

    private MatMul(Tensor a, Tensor b)
        : base(a, b)
    {
        _a = a;
        _b = b;
    }

    public static Tensor Apply(Tensor a, Tensor b)
    {
        if (a.Shape.Rank < 2 || b.Shape.Rank < 2 || a.Shape[-1] != b.Shape[-2])
        {
            Throw.MatMulShapes(a.Shape, b.Shape);
        }

        MatMulBatches batches = MatMulBatches.Of(a.Shape, b.Shape);
        Tensor y = Tensor.Empty(batches.Result);
        MultiplyAll(batches, a.Span, b.Span, y.Span);
        if (Tensor.ShouldRecord(a, b))
        {
            y.GradFn = new MatMul(a, b);
        }

        return y;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        MatMulBatches batches = MatMulBatches.Of(_a.Shape, _b.Shape);
        int m = batches.M;
        int n = batches.N;
        int k = batches.K;
        if (_a.NeedsGrad)
        {
            Span<float> target = Cleared(gradients, _a);
            for (int i = 0; i < batches.Count; i++)
            {
                Gemm.Multiply(
                    m, k, n, batches.Y(outputGradient.Span, i), n, false, batches.B(_b.Span, i), n, true, batches.A(target, i), k, accumulate: true);
            }
        }

        if (_b.NeedsGrad)
        {
            Span<float> target = Cleared(gradients, _b);
            for (int i = 0; i < batches.Count; i++)
            {
                Gemm.Multiply(
                    k, n, m, batches.A(_a.Span, i), k, true, batches.Y(outputGradient.Span, i), n, false, batches.B(target, i), n, accumulate: true);
            }
        }
    }

    private static void MultiplyAll(MatMulBatches batches, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y)
    {
        if (batches.Count == 1)
        {
            Gemm.Multiply(batches.M, batches.N, batches.K, a, batches.K, false, b, batches.N, false, y, batches.N, accumulate: false);
        }
        else
        {
            Workers.Run(batches.Count, 1, new Job(batches, a, b, y));
        }
    }

    private static Span<float> Cleared(GradientSink gradients, Tensor input)
    {
        Span<float> target = gradients.Target(input, out bool accumulate).Span;
        if (!accumulate)
        {
            target.Clear();
        }

        return target;
    }

    private readonly ref struct Job(MatMulBatches batches, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> y) : IJob
    {
        private readonly MatMulBatches _batches = batches;
        private readonly ReadOnlySpan<float> _a = a;
        private readonly ReadOnlySpan<float> _b = b;
        private readonly Span<float> _y = y;

        public void Run(int start, int end)
        {
            int n = _batches.N;
            int k = _batches.K;
            for (int i = start; i < end; i++)
            {
                Gemm.MultiplySerial(
                    _batches.M, n, k, _batches.A(_a, i), k, false, _batches.B(_b, i), n, false, _batches.Y(_y, i), n, accumulate: false);
            }
        }
    }
}
