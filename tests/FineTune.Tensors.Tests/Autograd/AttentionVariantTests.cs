using FineTune.Autograd;
using FineTune.Kernels;
using FineTune.Runtime;
using FineTune.Tests.Runtime;

namespace FineTune.Tensors.Tests.Autograd;

/// <summary>Attention with windows, relative positions, masked queries that see all, and operands in one matrix.</summary>
[Collection(ThreadsCollection.Name)]
public sealed class AttentionVariantTests
{
    private const int Heads = 2;
    private const int Size = 8;
    private const int Width = Heads * Size;

    public static TheoryData<string, string> Cases
    {
        get
        {
            TheoryData<string, string> data = [];
            foreach (string form in new[] { "window", "wide window", "keys see all", "queries see all", "see all", "both see all" })
            {
                foreach (string padding in new[] { "right", "left", "holes", "none", "long" })
                {
                    data.Add(form, padding);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Results_equal_the_formula_in_double_precision(string form, string padding)
    {
        Case c = new(form, padding, dropout: 0.25);

        Tensor all = c.Apply(c.Layout);
        Tensor first = c.Apply(c.Layout.First());

        Close.Assert(c.Formula(c.Layout), all.Span, 2e-6, "all queries");
        Close.Assert(c.Formula(c.Layout.First()), first.Span, 2e-6, "first queries");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_equal_finite_differences(string form, string padding)
    {
        Case c = new(form, padding, dropout: 0.25);
        float[] weights = Numbers.Draw(3, c.Layout.TokenCount * Width);
        (c.Apply(c.Layout) * Tensor.From(weights, new(c.Layout.TokenCount, Width))).Sum().Backward();

        foreach (Tensor operand in c.Operands)
        {
            for (int i = 0; i < operand.Length; i += 1 + (operand.Length / 23))
            {
                Assert.Equal(c.Slope(operand, i, weights), operand.Grad!.Span[i], 3e-4);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_lane_width_and_thread_count_gives_the_same_bits(string form, string padding)
    {
        float[][] expected = Case.Bits(form, padding);
        (int width, int threads) = (LaneWidth.Current, Workers.ThreadCount);

        try
        {
            foreach (int lanes in new[] { 16, 8, 4, 1 }.Where(lanes => lanes <= LaneWidth.Widest))
            {
                LaneWidth.Current = lanes;
                Workers.ThreadCount = lanes == 8 ? 3 : 1;
                Assert.Equal(expected, Case.Bits(form, padding));
            }
        }
        finally
        {
            (LaneWidth.Current, Workers.ThreadCount) = (width, threads);
        }
    }

    private sealed class Case
    {
        private readonly long[,] _mask;
        private readonly AttentionOptions _options;
        private readonly Tensor _shared;

        public Case(string form, string padding, double dropout)
        {
            _mask = Mask(padding);
            long[] flat = [.. _mask.Cast<long>()];
            bool seesAll = form.EndsWith("see all", StringComparison.Ordinal);
            Layout = SequenceLayout.FromMask(new LongTensor(flat, new(_mask.GetLength(0), _mask.GetLength(1))), count => new int[count], seesAll);
            int center = _mask.GetLength(1) - 1;

            // As log buckets: every distance up to 5 by itself, farther ones in pairs.
            int[] rows = [.. Enumerable.Range(-center, (2 * center) + 1).Select(d => 40 + (Math.Abs(d) <= 5 ? d : Math.Sign(d) * (5 + ((Math.Abs(d) - 4) / 2))))];
            bool both = form.StartsWith("both", StringComparison.Ordinal);
            Tensor? keys = both || form == "keys see all" ? Leaf(11, 81, Width) : null;
            Tensor? queries = both || form == "queries see all" ? Leaf(12, 81, Width) : null;
            _shared = Leaf(1, Layout.TokenCount, 3 * Width);
            Operands = [.. new[] { _shared, keys, queries }.OfType<Tensor>()];
            _options = new()
            {
                Heads = Heads,
                HeadSize = Size,
                Terms = keys is null && queries is null ? 1 : 3,
                Window = form == "window" ? 2 : form == "wide window" ? 40 : int.MaxValue,
                MaskedQueriesSeeAll = seesAll,
                Relative = keys is null && queries is null ? null : new(keys, queries, rows),
                Dropout = dropout,
            };
        }

        public SequenceLayout Layout { get; }

        public Tensor[] Operands { get; }

        public static float[][] Bits(string form, string padding)
        {
            Case c = new(form, padding, dropout: 0.25);
            Tensor y = c.Apply(c.Layout);
            y.Sum().Backward();
            return [y.ToArray(), .. c.Operands.Select(operand => operand.Grad!.ToArray())];
        }

        /// <summary>Queries, keys and values are interleaved head by head in one matrix.</summary>
        public Tensor Apply(SequenceLayout queries)
        {
            Tensor asking = queries == Layout ? _shared : _shared.IndexSelect(Layout.FirstRows());
            return PackedAttention.Apply(
                new(asking, 0, 3 * Size), new(_shared, Size, 3 * Size), new(_shared, 2 * Size, 3 * Size), Layout, queries,
                _options with { Generator = new Generator(5UL) });
        }

        public double Slope(Tensor operand, int at, float[] weights)
        {
            float before = operand.Span[at];
            operand.Span[at] = before + 0.01f;
            double above = Weigh(weights);
            operand.Span[at] = before - 0.01f;
            double below = Weigh(weights);
            operand.Span[at] = before;
            return (above - below) / ((double)(before + 0.01f) - (before - 0.01f));
        }

        public float[] Formula(SequenceLayout queries) => [.. InDouble(queries).Select(x => (float)x)];

        private double Weigh(float[] weights) => InDouble(Layout).Zip(weights).Sum(pair => pair.First * pair.Second);

        private double[] InDouble(SequenceLayout queries)
        {
            float[] q = Part(0);
            if (queries != Layout)
            {
                q = [.. Layout.FirstRows().SelectMany(row => q[(row * Width)..((row + 1) * Width)])];
            }

            return new AttentionFormula(_mask, _options).Run(q, Part(1), Part(2), Layout, queries);
        }

        private float[] Part(int which)
        {
            float[] all = _shared.ToArray();
            return [.. Enumerable.Range(0, Layout.TokenCount * Width).Select(i => all[
                (i / Width * 3 * Width) + (i % Width / Size * 3 * Size) + (which * Size) + (i % Size)])];
        }

        private static Tensor Leaf(int seed, int rows, int columns)
        {
            Tensor tensor = Tensor.From(Numbers.Draw(seed, rows * columns), new(rows, columns));
            tensor.RequiresGrad = true;
            return tensor;
        }

        private static long[,] Mask(string padding) => padding switch
        {
            "right" => new long[,] { { 1, 1, 1, 1, 1, 1, 1 }, { 1, 1, 1, 0, 0, 0, 0 }, { 1, 0, 0, 0, 0, 0, 0 } },
            "left" => new long[,] { { 0, 0, 0, 0, 1, 1, 1 }, { 1, 1, 1, 1, 1, 1, 1 }, { 0, 0, 0, 0, 0, 0, 0 } },
            "holes" => new long[,] { { 1, 0, 1, 1, 0, 0, 1 }, { 0, 1, 0, 1, 1, 0, 0 } },
            "none" => new long[,] { { 1, 1, 1, 1, 1 }, { 1, 1, 1, 1, 1 } },
            _ => Long(),
        };

        private static long[,] Long()
        {
            long[,] mask = new long[2, 75];
            for (int t = 0; t < 75; t++)
            {
                mask[0, t] = 1;
                mask[1, t] = t < 70 ? 1 : 0;
            }

            return mask;
        }
    }
}
