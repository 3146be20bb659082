using FineTune.Autograd;
using FineTune.Kernels;
using FineTune.Runtime;
using FineTune.Tests.Runtime;

namespace FineTune.Tensors.Tests.Autograd;

/// <summary>Attention with a number added to scores by the distance of query and key.</summary>
[Collection(ThreadsCollection.Name)]
public sealed class DistanceBiasTests
{
    private const int Heads = 2;
    private const int Size = 4;
    private const int Rows = 5;

    public static TheoryData<string> Masks => ["1111 1111", "1111 1100", "0011 1111", "1011 0101", "0000 1111"];

    [Theory]
    [MemberData(nameof(Masks))]
    public void Gradients_are_finite_differences(string mask)
    {
        SequenceLayout layout = Layout(mask);

        GradientCheck.Assert(inputs => Attend(inputs, layout, layout, 0), 1e-4, Inputs(layout));
    }

    [Theory]
    [MemberData(nameof(Masks))]
    public void Scores_are_those_of_the_formula(string mask)
    {
        SequenceLayout layout = Layout(mask);
        Tensor[] inputs = Inputs(layout);

        float[] output = Attend(inputs, layout, layout, 0).ToArray();

        Assert.Equal(Formula(inputs, layout), output, (wanted, got) => Math.Abs(wanted - got) < 2e-6);
    }

    [Theory]
    [MemberData(nameof(Masks))]
    public void First_positions_alone_have_the_same_bits(string mask)
    {
        SequenceLayout layout = Layout(mask);
        Tensor[] inputs = Inputs(layout);
        int[] first = layout.FirstRows();

        Tensor whole = Attend(inputs, layout, layout, 0).IndexSelect(first);
        Tensor alone = Attend([inputs[0].IndexSelect(first), inputs[1], inputs[2], inputs[3]], layout, layout.First(), 0);

        Assert.Equal(whole.ToArray(), alone.ToArray());
    }

    [Fact]
    public void A_window_beside_it_is_refused_before_its_short_rows_are_written_past()
    {
        SequenceLayout layout = Layout("1111 1111");
        Tensor[] inputs = Inputs(layout);

        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => Attend(inputs, layout, layout, 0, window: 2));

        Assert.Contains("window", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_lane_width_and_thread_count_gives_the_same_bits(bool gaps)
    {
        SequenceLayout layout = Long(gaps);
        float[][] expected = Run(layout);
        (int width, int threads) = (LaneWidth.Current, Workers.ThreadCount);
        try
        {
            foreach (int lanes in new[] { 16, 8, 4, 1 }.Where(lanes => lanes <= LaneWidth.Widest))
            {
                LaneWidth.Current = lanes;
                Workers.ThreadCount = lanes == 8 ? 3 : 1;
                Assert.Equal(expected, Run(layout));
            }
        }
        finally
        {
            (LaneWidth.Current, Workers.ThreadCount) = (width, threads);
        }
    }

    private static float[][] Run(SequenceLayout layout)
    {
        Tensor[] inputs = Inputs(layout);
        foreach (Tensor input in inputs)
        {
            input.RequiresGrad = true;
        }

        Tensor output = Attend(inputs, layout, layout, 0.25);
        (output * Numbers.Tensor(9, output.Shape.ToArray()).Detach()).Sum().Backward();
        return [output.ToArray(), .. inputs.Select(input => input.Grad!.ToArray())];
    }

    private static Tensor Attend(Tensor[] inputs, SequenceLayout layout, SequenceLayout queries, double dropout, int window = int.MaxValue)
    {
        RelativePositions relative = new(null, null, RowOfDistance(layout.PaddedLength)) { Bias = inputs[3] };
        return PackedAttention.Apply(
            new(inputs[0], 0, Size), new(inputs[1], 0, Size), new(inputs[2], 0, Size), layout, queries,
            new() { Heads = Heads, HeadSize = Size, Relative = relative, Window = window, Dropout = dropout, Generator = new Generator(3UL) });
    }

    /// <summary>Some rows belong to several distances, some to none.</summary>
    private static int[] RowOfDistance(int length) => [.. Enumerable.Range(1 - length, (2 * length) - 1).Select(distance => Math.Abs(distance * 3) % Rows)];

    private static Tensor[] Inputs(SequenceLayout layout) =>
    [
        .. Enumerable.Range(1, 3).Select(seed => Numbers.Tensor(seed, layout.TokenCount, Heads * Size)),
        Numbers.Tensor(4, Rows, Heads),
    ];

    private static SequenceLayout Layout(string mask)
    {
        long[] values = [.. mask.Where(c => c != ' ').Select(c => (long)(c - '0'))];
        return SequenceLayout.FromMask(new LongTensor(values, new Shape(2, values.Length / 2)));
    }

    private static SequenceLayout Long(bool gaps)
    {
        const int Length = 70;
        long[] values = [.. Enumerable.Range(0, 3 * Length).Select(i => i % Length < 70 - (19 * (i / Length)) && (!gaps || i % 7 != 3) ? 1L : 0L)];
        return SequenceLayout.FromMask(new LongTensor(values, new Shape(3, Length)));
    }

    private static float[] Formula(Tensor[] inputs, SequenceLayout layout)
    {
        (float[] query, float[] key, float[] value, float[] bias) = (inputs[0].ToArray(), inputs[1].ToArray(), inputs[2].ToArray(), inputs[3].ToArray());
        int[] rowOfDistance = RowOfDistance(layout.PaddedLength);
        float[] output = new float[query.Length];
        for (int s = 0; s < layout.Batch; s++)
        {
            int[] keys = [.. Enumerable.Range(layout.Starts[s], layout.KeyCounts[s])];
            for (int i = layout.Starts[s]; i < layout.Starts[s + 1] && keys.Length > 0; i++)
            {
                for (int head = 0; head < Heads; head++)
                {
                    double[] powers = [.. keys.Select(j => Math.Exp(
                        (Enumerable.Range(head * Size, Size).Sum(c => (double)query[(i * Heads * Size) + c] * key[(j * Heads * Size) + c]) / Math.Sqrt(Size))
                        + bias[(rowOfDistance[layout.PaddedRows[i] - layout.PaddedRows[j] + layout.PaddedLength - 1] * Heads) + head]))];
                    for (int c = head * Size; c < (head + 1) * Size; c++)
                    {
                        output[(i * Heads * Size) + c] = (float)(keys.Select((j, at) => powers[at] * value[(j * Heads * Size) + c]).Sum() / powers.Sum());
                    }
                }
            }
        }

        return output;
    }
}
