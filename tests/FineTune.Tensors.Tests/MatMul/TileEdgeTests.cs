using FineTune.Kernels;

namespace FineTune.Tests.MatMul;

/// <summary>The last columns of a product, whatever the lanes are narrower than the tile they were computed in.</summary>
public sealed unsafe class TileEdgeTests
{
    private const int Rows = 3;
    private const int Step = 32;
    private const int Ldc = 35;

    public static IEnumerable<object[]> Kinds =>
        from width in new[] { 1, 4, 8, 16 }
        from adds in new[] { false, true }
        from hasBias in new[] { false, true }
        select new object[] { width, adds, hasBias };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_column_is_stored_or_added_once_and_no_other(int width, bool adds, bool hasBias)
    {
        Random random = new(41);
        for (int columns = 1; columns < Step; columns++)
        {
            float[] sums = Numbers(random, Rows * Step), c = Numbers(random, Rows * Ldc), bias = Numbers(random, columns), expected = [.. c];
            for (int i = 0; i < Rows; i++)
            {
                for (int j = 0; j < columns; j++)
                {
                    ref float element = ref expected[(i * Ldc) + j];
                    float sum = sums[(i * Step) + j];
                    element = (adds ? element + sum : sum) + (hasBias ? bias[j] : 0);
                }
            }

            fixed (float* from = sums, to = c, added = bias)
            {
                new TileEdge(from, Step, to, Ldc, hasBias ? added : null, adds).Merge(Rows, columns, width);
            }

            Assert.Equal(expected, c);
        }
    }

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];
}
