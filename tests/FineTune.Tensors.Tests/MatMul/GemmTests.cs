using FineTune.Kernels;
using FineTune.Runtime;
using FineTune.Tests.Runtime;

namespace FineTune.Tests.MatMul;

[Collection(ThreadsCollection.Name)]
public sealed class GemmTests
{
    public static TheoryData<int> Widths => [.. new[] { 1, 4, 8, 16 }.Where(width => width <= LaneWidth.Widest)];

    public static IEnumerable<object[]> LanesAndTiles =>
        from lanes in new[] { 1, 4, 8 }
        from tiles in new[] { 1, 4, 8, 16 }
        where (lanes < tiles || (lanes, tiles) == (1, 1)) && tiles <= LaneWidth.Widest // A machine without vectors has no wider ones.
        select new object[] { lanes, tiles };

    public static TheoryData<int, bool, bool> WidthsAndTransposes
    {
        get
        {
            TheoryData<int, bool, bool> data = [];
            foreach (int width in new[] { 1, 4, 8, 16 }.Where(width => width <= LaneWidth.Widest))
            {
                data.Add(width, false, false);
                data.Add(width, false, true);
                data.Add(width, true, false);
                data.Add(width, true, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(WidthsAndTransposes))]
    public void Every_small_shape_has_the_reference_bits(int width, bool transposeA, bool transposeB)
    {
        Random random = new(17);
        for (int shape = 0; shape < 150; shape++)
        {
            Check(width, 2, random, random.Next(1, 41), random.Next(1, 41), random.Next(0, 41), transposeA, transposeB);
        }
    }

    [Theory]
    [MemberData(nameof(WidthsAndTransposes))]
    public void Every_edge_has_the_reference_bits(int width, bool transposeA, bool transposeB)
    {
        Random random = new(18);
        for (int edge = 1; edge <= 40; edge++)
        {
            Check(width, 1, random, edge, 33, 5, transposeA, transposeB);
            Check(width, 1, random, 15, edge, 5, transposeA, transposeB);
            Check(width, 1, random, 3, 70, edge, transposeA, transposeB);
        }
    }

    [Theory]
    [MemberData(nameof(WidthsAndTransposes))]
    public void Large_shapes_have_the_reference_bits(int width, bool transposeA, bool transposeB)
    {
        Random random = new(19);
        foreach (int k in new[] { GemmTask.LongestBlock, GemmTask.LongestBlock + 1, (2 * GemmTask.LongestBlock) + 1, 1000 })
        {
            Check(width, 3, random, random.Next(40, 120), random.Next(40, 120), k, transposeA, transposeB);
        }

        Check(width, 2, random, 8, 2, 384, transposeA, transposeB);
        Check(width, 2, random, 8, 150, 384, transposeA, transposeB);
        Check(width, 2, random, 130, 32, 130, transposeA, transposeB);
    }

    /// <summary>As in programs compiled for less than the processor has, whose tiles are machine code.</summary>
    [Theory]
    [MemberData(nameof(LanesAndTiles))]
    public void Tiles_wider_than_the_lanes_have_the_reference_bits(int lanes, int tiles)
    {
        Random random = new(22);
        TileSet.WidthInstead = tiles;
        try
        {
            for (int columns = 1; columns <= (2 * tiles) + 1; columns++)
            {
                foreach ((bool transposeA, bool transposeB) in new[] { (false, false), (false, true), (true, false), (true, true) })
                {
                    Check(lanes, 1, random, 7, columns, 5, transposeA, transposeB);
                    Check(lanes, 2, random, 40, (4 * tiles) + columns, 9, transposeA, transposeB);
                }
            }

            Check(lanes, 2, random, 70, 77, GemmTask.LongestBlock + 1, transposeA: false, transposeB: true);
        }
        finally
        {
            TileSet.WidthInstead = null;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(16)]
    public void Every_thread_count_gives_the_same_bits(int threads)
    {
        Random random = new(20);
        foreach ((int m, int n, int k) in new[] { (200, 384, 400), (450, 100, 500), (65, 900, 70), (16, 2000, 64), (1, 2000, 300), (1500, 7, 100) })
        {
            Check(LaneWidth.Widest, threads, random, m, n, k, transposeA: false, transposeB: true);
            Check(LaneWidth.Widest, threads, random, m, n, k, transposeA: true, transposeB: false);
        }
    }

    [Theory]
    [InlineData(200, 384, 1600, 2, true, true)] // Blocks of k in turn.
    [InlineData(500, 384, 400, 2, true, true)] // More rows than columns.
    [InlineData(200, 384, 400, 3, false, true)] // Too few columns a thread.
    [InlineData(500, 384, 400, 3, false, false)]
    [InlineData(800, 384, 400, 2, false, false)] // More than twice as many rows.
    [InlineData(700, 704, 760, 2, false, true)] // Too large for each thread.
    public void Who_packs_what_leaves_the_reference_bits(int m, int n, int k, int threads, bool copiesA, bool sharesA)
    {
        GemmTask task = new() { M = m, N = n, K = k };
        task.Plan(OperandPlan.Of(MatMulPrecision.Single), threads);
        Assert.Equal((copiesA, sharesA), (task.CopiesA, task.SharesA));
        Check(LaneWidth.Widest, threads, new Random(23), m, n, k, transposeA: false, transposeB: true);
    }

    [Fact]
    public void Several_callers_at_once_get_the_same_bits()
    {
        Exception?[] errors = new Exception?[4];
        Thread[] callers = [.. Enumerable.Range(0, errors.Length).Select(caller => new Thread(() =>
        {
            try
            {
                Random random = new(caller);
                for (int round = 0; round < 5; round++)
                {
                    // Each thread packs a for itself, for one caller and then for another.
                    Check(LaneWidth.Widest, Workers.ThreadCount, random, 100 + caller, GemmTask.FewestColumnsToCopy * Workers.ThreadCount, 90, transposeA: false, transposeB: true);
                }
            }
            catch (Exception error)
            {
                errors[caller] = error;
            }
        }))];

        Array.ForEach(callers, caller => caller.Start());
        Array.ForEach(callers, caller => caller.Join());

        Assert.All(errors, Assert.Null);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Gelu_of_the_sums_is_stored_beside_them(int width)
    {
        Random random = new(21);
        foreach ((int m, int n, int k) in new[] { (5, 7, 3), (30, 100, 450), (64, 96, 32), (70, 1536, 384) })
        {
            float[] a = Numbers(random, m * k);
            float[] b = Numbers(random, n * k);
            float[] bias = Numbers(random, n);
            float[] sums = new float[m * n];
            float[] activated = new float[m * n];
            float[] alone = new float[m * n];
            float[] expected = new float[m * n];
            float[] expectedGelu = new float[m * n];
            GemmReference.Multiply(m, n, k, a, k, false, b, k, true, expected, n, accumulate: false, bias);
            Gelu.Forward(expected, expectedGelu);

            AtWidth(width, () =>
            {
                Gemm.Multiply(m, n, k, a, k, false, b, k, true, activated, n, accumulate: false, bias, GemmEpilogue.Gelu, sums);
                Gemm.Multiply(m, n, k, a, k, false, b, k, true, alone, n, accumulate: false, bias, GemmEpilogue.Gelu);
            });

            Assert.Equal(expected, sums);
            Assert.Equal(expectedGelu, activated);
            Assert.Equal(expectedGelu, alone);
        }
    }

    [Fact]
    public void Infinities_and_NaNs_spread_as_in_the_sum()
    {
        float[] a = [1, float.PositiveInfinity, 0, float.NaN];
        float[] b = [1, 2];
        float[] c = new float[8];

        Gemm.Multiply(4, 2, 1, a, 1, false, b, 2, false, c, 2, accumulate: false);

        Assert.Equal([1, 2, float.PositiveInfinity, float.PositiveInfinity, 0, 0, float.NaN, float.NaN], c);
    }

    [Fact]
    public void An_empty_sum_is_the_bias()
    {
        float[] c = [9, 9, 9, 9, 9, 9];

        Gemm.Multiply(2, 3, 0, [], 1, false, [], 3, false, c, 3, accumulate: false, [1, 2, 3]);

        Assert.Equal([1, 2, 3, 1, 2, 3], c);
    }

    [Fact]
    public void A_product_allocates_nothing()
    {
        float[] a = new float[100 * 200];
        float[] b = new float[200 * 300];
        float[] c = new float[100 * 300];
        Gemm.Multiply(100, 300, 200, a, 200, false, b, 300, false, c, 300, accumulate: false);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 10; i++)
        {
            Gemm.Multiply(100, 300, 200, a, 200, false, b, 300, false, c, 300, accumulate: true);
            Gemm.MultiplySerial(10, 10, 10, a, 10, false, b, 10, true, c, 10, accumulate: false);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Operands_that_are_too_small_are_refused()
    {
        float[] enough = new float[100];

        Refused("a", () => Gemm.Multiply(10, 10, 11, enough, 11, false, new float[110], 10, false, enough, 10, accumulate: false));
        Refused("b", () => Gemm.Multiply(10, 10, 10, enough, 10, false, enough, 9, true, enough, 10, accumulate: false));
        Refused("c", () => Gemm.Multiply(10, 10, 10, enough, 10, false, enough, 10, false, enough, 11, accumulate: false));
        Refused("bias", () => Gemm.Multiply(10, 10, 10, enough, 10, false, enough, 10, false, enough, 10, accumulate: false, new float[9]));
        Refused("preActivation", () => Gemm.Multiply(
            10, 10, 10, enough, 10, false, enough, 10, false, enough, 10, accumulate: false, default, GemmEpilogue.Gelu, new float[99]));
        Assert.Throws<ArgumentException>(() => Gemm.Multiply(
            10, 10, 10, enough, 10, false, enough, 10, false, enough, 10, accumulate: true, new float[10]));
    }

    private static void Refused(string operand, Action product)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(product);

        Assert.Equal(operand, error.ParamName);
    }

    private static void Check(int width, int threads, Random random, int m, int n, int k, bool transposeA, bool transposeB)
    {
        int lda = (transposeA ? m : k) + random.Next(0, 3);
        int ldb = (transposeB ? k : n) + random.Next(0, 3);
        int ldc = n + random.Next(0, 3);
        float[] a = Numbers(random, Math.Max(1, (transposeA ? k : m) * lda));
        float[] b = Numbers(random, Math.Max(1, (transposeB ? n : k) * ldb));
        float[] bias = Numbers(random, n);
        float[] start = Numbers(random, m * ldc);
        float[] expected = (float[])start.Clone();
        float[] expectedSum = (float[])start.Clone();
        float[] actual = (float[])start.Clone();
        float[] actualSum = (float[])start.Clone();
        float[] serial = (float[])start.Clone();
        float[] packed = (float[])start.Clone();
        GemmReference.Multiply(m, n, k, a, lda, transposeA, b, ldb, transposeB, expected, ldc, accumulate: false, bias);
        GemmReference.Multiply(m, n, k, a, lda, transposeA, b, ldb, transposeB, expectedSum, ldc, accumulate: true);

        AtWidth(width, () => ThreadsCollection.WithThreads(threads, () =>
        {
            Gemm.Multiply(m, n, k, a, lda, transposeA, b, ldb, transposeB, actual, ldc, accumulate: false, bias);
            Gemm.Multiply(m, n, k, a, lda, transposeA, b, ldb, transposeB, actualSum, ldc, accumulate: true);
            Gemm.MultiplySerial(m, n, k, a, lda, transposeA, b, ldb, transposeB, serial, ldc, accumulate: true);
            if (!transposeA)
            {
                MultiplyPacked(m, n, k, a, lda, b, ldb, transposeB, packed, ldc, bias);
            }
        }));

        string shape = $"({m}, {n}, {k}) lda {lda} ldb {ldb} ldc {ldc} width {width}";
        Assert.True(expected.AsSpan().SequenceEqual(actual), shape);
        Assert.True(expectedSum.AsSpan().SequenceEqual(actualSum), "+= " + shape);
        Assert.True(expectedSum.AsSpan().SequenceEqual(serial), "serial += " + shape);
        Assert.True(transposeA || expected.AsSpan().SequenceEqual(packed), "packed before " + shape);
    }

    private static void MultiplyPacked(int m, int n, int k, float[] a, int lda, float[] b, int ldb, bool transposeB, float[] c, int ldc, float[] bias)
    {
        float[] memory = GC.AllocateUninitializedArray<float>(PackedOperand.Length(OperandPlan.Of(MatMulPrecision.Single), n, k), pinned: true);
        memory.AsSpan().Fill(float.NaN);
        PackedOperand operand = PackedOperand.Pack(OperandPlan.Of(MatMulPrecision.Single), n, k, b, ldb, transposeB, memory);
        Gemm.Multiply(m, new(a, lda), operand, c, ldc, bias, GemmEpilogue.None);
    }

    private static void AtWidth(int width, Action action)
    {
        int before = LaneWidth.Current;
        LaneWidth.Current = width;
        try
        {
            action();
        }
        finally
        {
            LaneWidth.Current = before;
        }
    }

    private static float[] Numbers(Random random, int count)
    {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = (random.NextSingle() * 2) - 1;
        }

        return numbers;
    }
}
