using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Tensors.Tests.Kernels;

/// <summary>Runs code at every lane width this machine has, or with several thread counts, and compares the bits.</summary>
/// <remarks>Both switches are of the whole process; as what a kernel computes does not depend on them, tests running beside are safe.</remarks>
internal static class Widths
{
    private static readonly Lock Gate = new();

    public static int[] All { get; } = [.. new[] { 1, 4, 8, 16 }.Where(width => width <= LaneWidth.Widest)];

    public static void AssertAgree(Func<float[]> compute)
    {
        lock (Gate)
        {
            try
            {
                LaneWidth.Current = 1;
                float[] expected = compute();
                foreach (int width in All)
                {
                    LaneWidth.Current = width;
                    AssertSameBits(expected, compute(), $"width {width}");
                }
            }
            finally
            {
                LaneWidth.Current = LaneWidth.Widest;
            }
        }
    }

    public static void AssertThreadsAgree(Func<float[]> compute)
    {
        lock (Gate)
        {
            int before = Workers.ThreadCount;
            try
            {
                Workers.ThreadCount = 1;
                float[] expected = compute();
                foreach (int threads in new[] { 2, 3 })
                {
                    Workers.ThreadCount = threads;
                    AssertSameBits(expected, compute(), $"{threads} threads");
                }
            }
            finally
            {
                Workers.ThreadCount = before;
            }
        }
    }

    public static void AssertSameBits(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            int left = BitConverter.SingleToInt32Bits(expected[i]);
            int right = BitConverter.SingleToInt32Bits(actual[i]);
            bool bothNaN = float.IsNaN(expected[i]) && float.IsNaN(actual[i]);
            Assert.True(left == right || bothNaN, $"{what}: element {i} is {actual[i]:R} instead of {expected[i]:R}");
        }
    }
}
