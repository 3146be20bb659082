using FineTune.Kernels;
using FineTune.Tests.Kernels;
using FineTune.Tests.Runtime;

namespace FineTune.Tests.MatMul;

/// <summary>Products in bfloat16 against their definition, bit for bit: layouts, odd k, edges, threads, with machine code and without, numbers of every size.</summary>
[Collection(ThreadsCollection.Name)]
public sealed class PairProductTests
{
    private delegate float Number(Random random);

    public static IEnumerable<object[]> Kinds =>
        from width in new[] { 1, 4, 8, 16 }
        where width <= LaneWidth.Widest
        from isCode in new[] { true, false }
        from transposes in Enumerable.Range(0, 4)
        from arithmetic in new[] { Bfloat16Support.Pairs, Bfloat16Support.Tiles }
        select new object[] { arithmetic, width, isCode, transposes % 2 == 1, transposes / 2 == 1 };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_layout_and_edge_has_the_reference_bits(string arithmetic, int width, bool isCode, bool transposeA, bool transposeB)
    {
        Random random = new(31);
        With(arithmetic, width, isCode, threads: 2, () =>
        {
            for (int i = 0; i < 40; i++)
            {
                Check(random, Unit, random.Next(1, 41), random.Next(1, 41), random.Next(0, 70), transposeA, transposeB);
            }

            foreach (int k in new[] { GemmTask.LongestBlock - 1, GemmTask.LongestBlock, GemmTask.LongestBlock + 1, GemmTask.LongestBlock + 2, 1001 })
            {
                Check(random, Unit, 20, 37, k, transposeA, transposeB);
            }

            Check(random, Unit, 90, 33, 65, transposeA, transposeB);
            Check(random, Unit, 40, 97, 801, transposeA, transposeB);
        });
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Numbers_about_the_smallest_normal_one_and_special_ones_have_the_reference_bits(string arithmetic, int width, bool isCode, bool transposeA, bool transposeB)
    {
        Random random = new(32);
        With(arithmetic, width, isCode, threads: 1, () =>
        {
            for (int i = 0; i < 10; i++)
            {
                Check(random, Tiny, random.Next(1, 20), random.Next(1, 41), random.Next(1, 40), transposeA, transposeB);
                Check(random, HardNumbers.Any, 3, 5, 3, transposeA, transposeB);
            }
        });
    }

    [Theory]
    [InlineData(Bfloat16Support.Pairs, 1)]
    [InlineData(Bfloat16Support.Pairs, 2)]
    [InlineData(Bfloat16Support.Pairs, 3)]
    [InlineData(Bfloat16Support.Pairs, 16)]
    [InlineData(Bfloat16Support.Tiles, 1)]
    [InlineData(Bfloat16Support.Tiles, 2)]
    [InlineData(Bfloat16Support.Tiles, 3)]
    [InlineData(Bfloat16Support.Tiles, 16)]
    public void Every_thread_count_gives_the_same_bits(string arithmetic, int threads)
    {
        Random random = new(33);
        foreach (bool isCode in new[] { true, false })
        {
            With(arithmetic, LaneWidth.Widest, isCode, threads, () =>
            {
                foreach ((int m, int n, int k) in new[] { (200, 100, 101), (65, 900, 30), (1, 2000, 100), (1500, 7, 50) })
                {
                    Check(random, Unit, m, n, k, transposeA: false, transposeB: true);
                    Check(random, Unit, m, n, k, transposeA: true, transposeB: false);
                }
            });
        }
    }

    [Theory]
    [InlineData(Bfloat16Support.Pairs, 30, 100)]
    [InlineData(Bfloat16Support.Pairs, 100, 64)]
    [InlineData(Bfloat16Support.Tiles, 30, 100)]
    [InlineData(Bfloat16Support.Tiles, 100, 64)]
    public void Gelu_of_the_sums_is_stored_beside_them(string arithmetic, int m, int n) => With(arithmetic, LaneWidth.Widest, isCode: true, threads: 1, () =>
    {
        Random random = new(34);
        float[] a = Numbers(Unit, random, m * 45), b = Numbers(Unit, random, n * 45), bias = Numbers(Unit, random, n);
        float[] sums = new float[m * n], activated = new float[m * n], expected = new float[m * n], expectedGelu = new float[m * n];
        GemmReference.MultiplyBfloat16(m, n, 45, a, 45, false, b, 45, true, expected, n, accumulate: false, bias);
        Gelu.Forward(expected, expectedGelu);

        Gemm.Multiply(m, n, 45, a, 45, false, b, 45, true, activated, n, accumulate: false, bias, GemmEpilogue.Gelu, sums, MatMulPrecision.Bfloat16);

        Assert.Equal(expected, sums);
        Assert.Equal(expectedGelu, activated);
    });

    [Fact]
    public void Narrow_operands_of_a_product_in_float32_are_refused()
    {
        float[] narrow = Narrow([1, 2, 3, 4], 2, 2, 2);

        Assert.Throws<ArgumentException>(() => Gemm.Multiply(2, 2, 2, GemmOperand.Narrow(narrow, 2), new(new float[4], 2), new float[4], 2, accumulate: false));
        Assert.Throws<ArgumentException>(() => Gemm.Multiply(
            2, 2, 2, GemmOperand.Narrow(narrow, 40), new(new float[4], 2), new float[4], 2, accumulate: false, precision: MatMulPrecision.Bfloat16));
    }

    [Theory]
    [InlineData(-56, -56, true)]
    [InlineData(-56, -57, false)]
    [InlineData(0, -112, true)]
    [InlineData(-126, 14, true)]
    [InlineData(-126, 13, false)]
    public void Plain_kernels_serve_where_no_sum_of_products_can_be_too_small(int exponentOfA, int exponentOfB, bool isNormal)
    {
        Assert.Equal(isNormal, PairRange.IsNormal(exponentOfA, exponentOfB));
    }

    [Fact]
    public unsafe void The_smallest_exponent_is_that_of_the_smallest_normal_number()
    {
        float[] matrix = [3, 0.3f, -0.2f, 9, 0, float.Epsilon, 1, 1e-30f, float.NaN];
        fixed (float* start = matrix)
        {
            Assert.Equal(-3, PairRange.SmallestExponent(start, 2, 3, 4, arePairs: false)); // -0.2; what lies between the rows is not part of them.
            Assert.Equal(-100, PairRange.SmallestExponent(start, 1, 9, 9, arePairs: false));
            Assert.True(PairRange.SmallestExponent(start + 4, 1, 2, 2, arePairs: false) > 100);
        }

        float[] pairs = Narrow(matrix, 3, 3, 3);
        fixed (float* start = pairs)
        {
            Assert.Equal(-3, PairRange.SmallestExponent(start, 1, 2, 2, arePairs: true));
            Assert.Equal(-100, PairRange.SmallestExponent(start, 3, 2, NarrowRows.Distance(3), arePairs: true));
            Assert.True(PairRange.SmallestExponent(start + 1, 1, 1, 1, arePairs: true) < 0); // -0.2 and the zero that makes the pair whole.
        }
    }

    private static float Unit(Random random) => (random.NextSingle() * 2) - 1;

    private static float Tiny(Random random) => HardNumbers.Sized(random, -70, -58);

    private static void Check(Random random, Number number, int m, int n, int k, bool transposeA, bool transposeB)
    {
        int lda = (transposeA ? m : k) + random.Next(0, 3);
        int ldb = (transposeB ? k : n) + random.Next(0, 3);
        int ldc = n + random.Next(0, 3);
        float[] a = Numbers(number, random, Math.Max(1, (transposeA ? k : m) * lda));
        float[] b = Numbers(number, random, Math.Max(1, (transposeB ? n : k) * ldb));
        float[] bias = Numbers(number, random, n);
        float[] start = Numbers(number, random, m * ldc);
        float[] expectedPlain = [.. start], plain = [.. start];
        GemmReference.MultiplyBfloat16(m, n, k, a, lda, transposeA, b, ldb, transposeB, expectedPlain, ldc, accumulate: false);
        Gemm.Multiply(m, n, k, a, lda, transposeA, b, ldb, transposeB, plain, ldc, accumulate: false, precision: MatMulPrecision.Bfloat16);
        AssertSame(expectedPlain, plain, $"without a bias ({m}, {n}, {k})");
        float[] expected = [.. start], expectedSum = [.. start], actual = [.. start], actualSum = [.. start];
        GemmReference.MultiplyBfloat16(m, n, k, a, lda, transposeA, b, ldb, transposeB, expected, ldc, accumulate: false, bias);
        GemmReference.MultiplyBfloat16(m, n, k, a, lda, transposeA, b, ldb, transposeB, expectedSum, ldc, accumulate: true);

        Gemm.Multiply(m, n, k, a, lda, transposeA, b, ldb, transposeB, actual, ldc, accumulate: false, bias, precision: MatMulPrecision.Bfloat16);
        Gemm.Multiply(m, n, k, a, lda, transposeA, b, ldb, transposeB, actualSum, ldc, accumulate: true, precision: MatMulPrecision.Bfloat16);

        float[] narrowed = [.. start], narrowedSum = [.. start];
        float[] narrowA = Narrow(a, lda, transposeA ? k : m, transposeA ? m : k), narrowB = Narrow(b, ldb, transposeB ? n : k, transposeB ? k : n);
        GemmOperand left = GemmOperand.Narrow(narrowA, transposeA ? m : k, transposeA), right = GemmOperand.Narrow(narrowB, transposeB ? k : n, transposeB);
        Gemm.Multiply(m, n, k, left, right, narrowed, ldc, accumulate: false, bias, precision: MatMulPrecision.Bfloat16);
        Gemm.Multiply(m, n, k, left, new GemmOperand(b, ldb, transposeB), narrowedSum, ldc, accumulate: true, precision: MatMulPrecision.Bfloat16);

        string shape = $"({m}, {n}, {k}) lda {lda} ldb {ldb} ldc {ldc}";
        AssertSame(expected, actual, shape);
        AssertSame(expectedSum, actualSum, "+= " + shape);
        AssertSame(expected, narrowed, "narrow " + shape);
        AssertSame(expectedSum, narrowedSum, "+= narrow " + shape);
        if (!transposeA)
        {
            // Pairs in one float, too: by the instruction where it is, else by formula.
            OperandPlan inForce = OperandPlan.Of(MatMulPrecision.Bfloat16);
            OperandPlan joined = new(TileSet.Of(LaneWidth.Current, TileArithmetic.Pairs), OperandFormat.PairsJoined);
            foreach (OperandPlan operands in Bfloat16Support.UsesTiles ? [inForce] : new[] { inForce, joined })
            {
                float[] packed = [.. start];
                float[] memory = GC.AllocateUninitializedArray<float>(PackedOperand.Length(operands, n, k), pinned: true);
                memory.AsSpan().Fill(float.NaN);
                Gemm.Multiply(m, new(a, lda), PackedOperand.Pack(operands, n, k, b, ldb, transposeB, memory), packed, ldc, bias, GemmEpilogue.None);
                AssertSame(expected, packed, $"packed before as {operands.Format} {shape}");
                Gemm.Multiply(m, left, PackedOperand.Pack(operands, n, k, b, ldb, transposeB, memory), packed, ldc, bias, GemmEpilogue.None);
                AssertSame(expected, packed, $"narrow, packed before as {operands.Format} {shape}");
            }
        }
    }

    private static float[] Narrow(float[] matrix, int distance, int rows, int columns)
    {
        float[] narrow = new float[rows * NarrowRows.Distance(columns)];
        narrow.AsSpan().Fill(float.NaN);
        float[] dense = [.. Enumerable.Range(0, rows).SelectMany(row => matrix.Skip(row * distance).Take(columns))];
        NarrowRows.Round(dense, columns, narrow);
        return narrow;
    }

    private static void AssertSame(float[] expected, float[] actual, string shape)
    {
        int wrong = Enumerable.Range(0, expected.Length).FirstOrDefault(
            i => BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]) && !(float.IsNaN(expected[i]) && float.IsNaN(actual[i])), -1);
        Assert.True(wrong < 0, wrong < 0 ? "" : $"{shape}: {expected[wrong]:R} but {actual[wrong]:R} at {wrong}");
    }

    private static float[] Numbers(Number number, Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => number(random))];

    private static void With(string arithmetic, int width, bool isCode, int threads, Action action)
    {
        int before = LaneWidth.Current;
        (LaneWidth.Current, MachineCode.IsAllowed, Bfloat16Support.Instead) = (width, isCode, arithmetic);
        try
        {
            ThreadsCollection.WithThreads(threads, action);
        }
        finally
        {
            (LaneWidth.Current, MachineCode.IsAllowed, Bfloat16Support.Instead) = (before, true, null);
        }
    }
}
