using FineTune.Kernels;
using FineTune.Runtime;
using FineTune.Tests.Runtime;

namespace FineTune.Tensors.Tests.Kernels;

[Collection(ThreadsCollection.Name)]
public sealed class AttentionKernelTests
{
    private const int Heads = 2;

    public static TheoryData<int, int[], int[]> Layouts => new()
    {
        { 32, [0, 5, 22, 39], [5, 17, 17] },
        { 64, [0, 130, 131], [130, 1] },
        { 5, [0, 3, 12], [3, 9] },
        { 32, [0, 4, 5, 9], [3, 0, 4] },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Forward_equals_the_formula_in_double_precision(int headSize, int[] starts, int[] keys)
    {
        Case c = new(headSize, starts, keys, dropped: true);

        (float[] output, _) = c.Forward();

        float[] expected = c.Formula();
        Assert.All(output.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 2e-6));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Backward_equals_finite_differences(int headSize, int[] starts, int[] keys)
    {
        Case c = new(headSize, starts, keys, dropped: true);
        float[] weights = Case.Noise(c.Query.Length, 9);

        float[][] gradients = c.Backward(weights);

        float[][] operands = [c.Query, c.Key, c.Value];
        for (int which = 0; which < 3; which++)
        {
            for (int i = 0; i < operands[which].Length; i += 1 + (operands[which].Length / 7))
            {
                Assert.Equal(c.Difference(operands[which], i, weights), gradients[which][i], 2e-4);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Every_lane_width_and_thread_count_gives_the_same_bits(int headSize, int[] starts, int[] keys)
    {
        Case c = new(headSize, starts, keys, dropped: true);
        float[] weights = Case.Noise(c.Query.Length, 9);
        float[] output = c.Forward().Output;
        float[][] gradients = c.Backward(weights);
        (int width, int threads) = (LaneWidth.Current, Workers.ThreadCount);

        try
        {
            foreach (int lanes in new[] { 16, 8, 4, 1 }.Where(lanes => lanes <= LaneWidth.Widest))
            {
                LaneWidth.Current = lanes;
                Workers.ThreadCount = lanes == 8 ? 3 : 1;
                Assert.Equal(output, c.Forward().Output);
                Assert.Equal(gradients, c.Backward(weights));
            }
        }
        finally
        {
            (LaneWidth.Current, Workers.ThreadCount) = (width, threads);
        }
    }

    [Fact]
    public void Evaluation_needs_no_memory_for_scores_and_gives_the_same_bits()
    {
        Case c = new(32, [0, 300, 340], [300, 40], dropped: false);
        float[] output = new float[c.Query.Length];

        Attention.Forward(c.Geometry, c.Of(c.Query), c.Of(c.Key), c.Of(c.Value), c.Scale, default, default, 1f, default, c.Of(output));

        Assert.Equal(c.Forward().Output, output);
    }

    private sealed class Case
    {
        private readonly ushort[] _keep;
        private readonly float _keepScale;

        public Case(int headSize, int[] starts, int[] keys, bool dropped)
        {
            Geometry = new AttentionGeometry(starts, keys, Heads, headSize);
            Scale = (float)(1 / Math.Sqrt(headSize));
            Query = Noise(starts[^1] * Heads * headSize, 1);
            Key = Noise(Query.Length, 2);
            Value = Noise(Query.Length, 3);
            _keepScale = dropped ? 1f / 0.75f : 1f;
            System.Random random = new(5);
            _keep = dropped ? [.. Enumerable.Range(0, Geometry.ScoreCount / 16).Select(_ => (ushort)(random.Next() | random.Next()))] : [];
        }

        public AttentionGeometry Geometry { get; }

        public float Scale { get; }

        public float[] Query { get; }

        public float[] Key { get; }

        public float[] Value { get; }

        public AttentionColumns Of(float[] rows) => new(rows, 0, Geometry.RowStride, Geometry.HeadSize);

        public static float[] Noise(int count, int seed)
        {
            System.Random random = new(seed);
            return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
        }

        public (float[] Output, float[] Probabilities) Forward()
        {
            float[] output = new float[Query.Length];
            float[] probabilities = new float[Geometry.ScoreCount];
            Attention.Forward(Geometry, Of(Query), Of(Key), Of(Value), Scale, default, _keep, _keepScale, probabilities, Of(output));
            return (output, probabilities);
        }

        public float[][] Backward(float[] outputGradient)
        {
            float[][] gradients = [new float[Query.Length], new float[Query.Length], new float[Query.Length]];
            Attention.Backward(
                Geometry, Of(Query), Of(Key), Of(Value), Scale, default, _keep, _keepScale, Forward().Probabilities, Of(outputGradient),
                Of(gradients[0]), Of(gradients[1]), Of(gradients[2]));
            return gradients;
        }

        public double Difference(float[] operand, int index, float[] weights)
        {
            float saved = operand[index];
            operand[index] = saved + 0.01f;
            double above = Weigh(weights);
            operand[index] = saved - 0.01f;
            double below = Weigh(weights);
            double step = (double)(saved + 0.01f) - (saved - 0.01f);
            operand[index] = saved;
            return (above - below) / step;
        }

        public float[] Formula() => [.. FormulaInDouble().Select(x => (float)x)];

        private double Weigh(float[] weights) => FormulaInDouble().Zip(weights).Sum(pair => pair.First * pair.Second);

        private double[] FormulaInDouble()
        {
            double[] output = new double[Query.Length];
            for (int s = 0; s < Geometry.Sequences; s++)
            {
                for (int head = 0; head < Heads; head++)
                {
                    for (int i = 0; i < Geometry.QueryCount(s); i++)
                    {
                        FormulaRow(s, head, i, output);
                    }
                }
            }

            return output;
        }

        private void FormulaRow(int s, int head, int i, double[] output)
        {
            int At(int row, int d) => ((Geometry.Start(s) + row) * Geometry.RowStride) + (head * Geometry.HeadSize) + d;
            double[] powers = new double[Geometry.KeyCount(s)];
            for (int j = 0; j < powers.Length; j++)
            {
                for (int d = 0; d < Geometry.HeadSize; d++)
                {
                    powers[j] += (double)Query[At(i, d)] * Key[At(j, d)];
                }

                powers[j] = Math.Exp(powers[j] * Scale);
            }

            double total = powers.Sum();
            for (int j = 0; j < powers.Length; j++)
            {
                int bit = Geometry.ScoreOffset(s, head) + (i * Geometry.KeyStride(s)) + j;
                bool kept = _keep.Length == 0 || ((_keep[bit / 16] >> (bit % 16)) & 1) != 0;
                for (int d = 0; d < Geometry.HeadSize; d++)
                {
                    output[At(i, d)] += kept ? powers[j] / total * _keepScale * Value[At(j, d)] : 0;
                }
            }
        }
    }
}
