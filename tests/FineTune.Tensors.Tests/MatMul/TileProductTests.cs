using FineTune.Kernels;
using FineTune.Tests.Runtime;

namespace FineTune.Tests.MatMul;

[Collection(ThreadsCollection.Name)]
public sealed unsafe class TileProductTests
{
    public static TheoryData<int> Widths => [.. new[] { 1, 4, 8, 16 }.Where(width => width <= LaneWidth.Widest)];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_shape_has_the_bits_of_one_chain(int width)
    {
        Random random = new(3);
        int before = LaneWidth.Current;
        LaneWidth.Current = width;
        try
        {
            for (int i = 0; i < 200; i++)
            {
                Check(random, random.Next(0, 40), random.Next(1, 70), random.Next(0, 40), transposeA: i % 2 == 0);
            }

            Check(random, 150, 32, 150, transposeA: false);
            Check(random, 150, 32, 600, transposeA: true);
        }
        finally
        {
            LaneWidth.Current = before;
        }
    }

    private static void Check(Random random, int m, int n, int k, bool transposeA)
    {
        int aStep = (transposeA ? m : k) + random.Next(3);
        int bRow = n + random.Next(3);
        int cRow = n + random.Next(3);
        float[] a = Numbers(random, (transposeA ? k : m) * aStep);
        float[] b = Numbers(random, k * bRow);
        float[] expected = Numbers(random, m * cRow);
        float[] actual = (float[])expected.Clone();
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                float sum = 0;
                for (int p = 0; p < k; p++)
                {
                    sum = MathF.FusedMultiplyAdd(transposeA ? a[(p * aStep) + i] : a[(i * aStep) + p], b[(p * bRow) + j], sum);
                }

                expected[(i * cRow) + j] = sum;
            }
        }

        fixed (float* left = a, right = b, result = actual)
        {
            TileProduct.Multiply(m, n, k, left, aStep, transposeA, right, bRow, result, cRow);
        }

        Assert.True(expected.AsSpan().SequenceEqual(actual), $"({m}, {n}, {k}) transposed {transposeA}");
    }

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
}
