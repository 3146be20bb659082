using FineTune.Runtime;

namespace FineTune.Kernels;

/// <summary>The right operand of matrix products, b (k x n), packed once for many of them.</summary>
internal readonly unsafe struct PackedOperand
{
    private PackedOperand(OperandPlan operands, int n, int k, float* start, int smallestExponent)
    {
        Operands = operands;
        N = n;
        K = k;
        Start = start;
        SmallestExponent = smallestExponent;
    }

    /// <summary>Gets the number of columns.</summary>
    public int N { get; }

    /// <summary>Gets the length of the sums.</summary>
    public int K { get; }

    /// <summary>Gets the kernels and the format it is packed for.</summary>
    public OperandPlan Operands { get; }

    /// <summary>Gets the smallest exponent of its numbers, where the plan asks for it (<see cref="OperandPlan.IsSlow"/>).</summary>
    public int SmallestExponent { get; }

    /// <summary>Gets the packed numbers: one block of k after the other, in each one sliver after the other.</summary>
    public float* Start { get; }

    /// <summary>Gets how many floats a packed b takes.</summary>
    public static int Length(OperandPlan operands, int n, int k)
    {
        int columns = operands.Tiles.Columns;
        return checked((n + columns - 1) / columns * columns * ((k + operands.StepsOfK - 1) / operands.StepsOfK) * operands.Floats);
    }

    /// <summary>
    /// Packs b into <paramref name="destination"/>, which holds <see cref="Length"/> floats and stays where it is;
    /// <paramref name="transposeB"/> says that b is stored n x k, <paramref name="ldb"/> is the distance between stored rows.
    /// </summary>
    public static PackedOperand Pack(OperandPlan operands, int n, int k, ReadOnlySpan<float> b, int ldb, bool transposeB, Span<float> destination)
    {
        fixed (float* source = b, start = destination)
        {
            GemmTask task = new() { N = n, K = k, B = new StoredOperand(source, ldb, isByStep: !transposeB, isNarrow: false), Shared = start };
            task.Cut(operands);
            task.EndBlock = task.Blocks.Count;
            Workers.Run(task.SharedSlivers, 1, new PackJob(task));
            int exponent = operands.IsSlow ? task.B.SmallestExponent(n, k) : 0;
            return new PackedOperand(operands, n, k, start, exponent);
        }
    }

    /// <summary>Packs the shared operand of a product; an item is a sliver.</summary>
    internal readonly struct PackJob(GemmTask task) : IJob
    {
        public void Run(int start, int end) => task.PackShared(start, end);
    }
}
