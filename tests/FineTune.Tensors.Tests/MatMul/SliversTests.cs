using FineTune.Kernels;

namespace FineTune.Tests.MatMul;

public sealed unsafe class SliversTests
{
    [Fact]
    public void Every_sliver_is_transposed_and_nothing_else_written()
    {
        Random random = new(5);
        for (int count = 1; count <= 32; count++)
        {
            for (int k = 0; k <= 70; k += 1 + (k / 10))
            {
                Check(random, count, k, count, isTransposed: true);
                Check(random, count, k, count <= 16 ? 16 : 32, isTransposed: true);
            }
        }
    }

    [Fact]
    public void Every_sliver_is_copied_and_nothing_else_written()
    {
        Random random = new(6);
        for (int count = 1; count <= 32; count++)
        {
            foreach (int k in new[] { 0, 1, 7, 8, 9, 16, 21 })
            {
                Check(random, count, k, count, isTransposed: false);
                Check(random, count, k, count <= 16 ? 16 : 32, isTransposed: false);
            }
        }
    }

    [Fact]
    public void Slivers_side_by_side_are_those_copied_one_by_one()
    {
        const int K = 21, Together = 3;
        Random random = new(4);
        for (int count = 1; count <= 32; count++)
        {
            int distance = (Together * count) + random.Next(3);
            int next = (K * count) + 5;
            float[] source = [.. Enumerable.Range(0, K * distance).Select(_ => random.NextSingle())];
            float[] expected = new float[Together * next], actual = new float[Together * next];
            fixed (float* from = source, one = expected, all = actual)
            {
                for (int i = 0; i < Together; i++)
                {
                    Slivers.Copy(from + (i * count), distance, count, K, one + (i * next), count);
                }

                Slivers.CopySeveral(from, distance, count, Together, K, all, count, next);
            }

            Assert.True(expected.AsSpan().SequenceEqual(actual), $"{count} elements");
        }
    }

    private static void Check(Random random, int count, int k, int step, bool isTransposed)
    {
        const float Untouched = 77;
        int distance = (isTransposed ? k : count) + random.Next(3);
        float[] source = [.. Enumerable.Range(0, Math.Max(1, (isTransposed ? count : k) * distance)).Select(_ => random.NextSingle())];
        float[] destination = new float[(k * step) + 32];
        Array.Fill(destination, Untouched);
        float[] expected = (float[])destination.Clone();
        for (int p = 0; p < k; p++)
        {
            for (int i = 0; i < step; i++)
            {
                expected[(p * step) + i] = i >= count ? 0 : isTransposed ? source[(i * distance) + p] : source[(p * distance) + i];
            }
        }

        fixed (float* from = source, to = destination)
        {
            if (isTransposed)
            {
                Slivers.Transpose(from, distance, count, k, to, step);
            }
            else
            {
                Slivers.Copy(from, distance, count, k, to, step);
            }
        }

        Assert.True(expected.AsSpan().SequenceEqual(destination), $"{count} elements, {k} steps of {step}");
    }
}
