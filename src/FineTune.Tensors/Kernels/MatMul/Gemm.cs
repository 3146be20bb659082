using FineTune.Runtime;

namespace FineTune.Kernels;

/// <summary>Row-major float32 matrix products.</summary>
/// <remarks>
/// Every element is a sum over k in order (in bfloat16 the odd step of each pair first, or groups: <see cref="TileArithmetic"/>) with fused multiply-adds, in blocks whose length depends on k and that alone; the sums of the blocks are added to
/// the element in order. Threads and registers share out elements, never a sum, so that the result has the same bits whatever their number and width.
/// </remarks>
internal static unsafe class Gemm
{
    // Below this many products, waking threads costs more than they bring.
    private const long FewestParallelProducts = 1 << 19;

    // Each operand that threads pack for themselves has a number, by which a thread knows that it has packed it (PackBuffer.Content).
    private static long s_copies;

    /// <summary>Gets whether a product over so many values of k adds one finished sum to each element.</summary>
    public static bool AddsOnce(int k) => k <= GemmTask.LongestBlock;

    /// <summary>
    /// c (m x n) = or += op(a) (m x k) op(b) (k x n), then + bias (n values, one a column), then the epilogue.
    /// <paramref name="transposeA"/> says that <paramref name="a"/> is stored k x m, <paramref name="transposeB"/> that
    /// <paramref name="b"/> is stored n x k; lda, ldb, ldc are the distances between stored rows. c must not overlap a or b.
    /// With <paramref name="accumulate"/> there is neither bias nor epilogue. <paramref name="preActivation"/> is laid out as c.
    /// <paramref name="precision"/> says what the numbers of a and b are rounded to first.
    /// </summary>
    public static void Multiply(
        int m, int n, int k,
        ReadOnlySpan<float> a, int lda, bool transposeA,
        ReadOnlySpan<float> b, int ldb, bool transposeB,
        Span<float> c, int ldc, bool accumulate,
        ReadOnlySpan<float> bias = default,
        GemmEpilogue epilogue = GemmEpilogue.None,
        Span<float> preActivation = default,
        MatMulPrecision precision = MatMulPrecision.Single)
        => Multiply(m, n, k, new(a, lda, transposeA), new(b, ldb, transposeB), c, ldc, accumulate, bias, epilogue, preActivation, precision);

    /// <summary>The product of the same name. Narrow operands are bfloat16 as they are, which the precision is to be too.</summary>
    public static void Multiply(
        int m, int n, int k, GemmOperand a, GemmOperand b, Span<float> c, int ldc, bool accumulate,
        ReadOnlySpan<float> bias = default,
        GemmEpilogue epilogue = GemmEpilogue.None,
        Span<float> preActivation = default,
        MatMulPrecision precision = MatMulPrecision.Single)
        => Dispatch(m, n, k, a, b, default, c, ldc, accumulate, bias, epilogue, preActivation, precision, (long)m * n * k >= FewestParallelProducts);

    /// <summary>The product of the same name with a right operand that is packed already: c = a b + bias, then the epilogue.</summary>
    public static void Multiply(int m, GemmOperand a, PackedOperand b, Span<float> c, int ldc, ReadOnlySpan<float> bias, GemmEpilogue epilogue) => Dispatch(
        m, b.N, b.K, a, default, b, c, ldc, false, bias, epilogue, default, default, (long)m * b.N * b.K >= FewestParallelProducts);

    /// <summary>The product of the same name without its last arguments, on the calling thread alone: for small products inside a job.</summary>
    public static void MultiplySerial(
        int m, int n, int k,
        ReadOnlySpan<float> a, int lda, bool transposeA,
        ReadOnlySpan<float> b, int ldb, bool transposeB,
        Span<float> c, int ldc, bool accumulate)
        => Dispatch(
            m, n, k, new(a, lda, transposeA), new(b, ldb, transposeB), default, c, ldc, accumulate, default, GemmEpilogue.None, default, MatMulPrecision.Single,
            isParallel: false);

    private static void Dispatch(
        int m, int n, int k, GemmOperand a, GemmOperand b, PackedOperand packed,
        Span<float> c, int ldc, bool accumulate,
        ReadOnlySpan<float> bias,
        GemmEpilogue epilogue,
        Span<float> preActivation,
        MatMulPrecision precision,
        bool isParallel)
    {
        if (m == 0 || n == 0)
        {
            return;
        }

        bool isActivated = epilogue == GemmEpilogue.Gelu;
        bool keepsSums = isActivated && !preActivation.IsEmpty;
        a.Require("a", m, k);
        b.Require("b", packed.Start is not null ? 0 : k, n);
        new GemmOperand(c, ldc).Require("c", m, n);
        new GemmOperand(bias, n).Require("bias", bias.IsEmpty ? 0 : 1, n);
        new GemmOperand(preActivation, ldc).Require("preActivation", keepsSums ? m : 0, n);
        if (accumulate && (isActivated || !bias.IsEmpty))
        {
            Throw.EpilogueOfAccumulation();
        }

        fixed (float* aPointer = a.Elements, bPointer = b.Elements, cPointer = c, biasPointer = bias, sums = preActivation)
        {
            GemmTask task = new()
            {
                M = m,
                N = n,
                K = k,
                A = new StoredOperand(aPointer, a.Distance, a.IsTransposed, a.IsNarrow),
                B = new StoredOperand(bPointer, b.Distance, !b.IsTransposed, b.IsNarrow),
                PackedB = packed.Start,
                C = keepsSums ? sums : cPointer,
                Ldc = ldc,
                Accumulate = accumulate,
                Bias = biasPointer,
                Activated = isActivated ? cPointer : null,
            };
            OperandPlan operands = packed.Start is null ? OperandPlan.Of(precision) : packed.Operands;
            if (operands.Format == OperandFormat.Single && (a.IsNarrow || b.IsNarrow))
            {
                Throw.NarrowOperand();
            }

            int threads = isParallel ? Workers.ThreadCount : 1;
            task.Plan(Normal(task, operands, packed), threads);
            ProfileSpan span = Profile.Begin();
            Run(task, threads);
            span.End(typeof(Gemm), 2.0 * m * n * k);
        }
    }

    /// <summary>The plan, with the plain kernels where they compute the same and the others would be slow.</summary>
    private static OperandPlan Normal(in GemmTask task, OperandPlan operands, PackedOperand packed)
    {
        if (!operands.IsSlow)
        {
            return operands;
        }

        int exponentOfA = task.A.SmallestExponent(task.M, task.K);
        int exponentOfB = packed.Start is not null ? packed.SmallestExponent : task.B.SmallestExponent(task.N, task.K);
        return PairRange.IsNormal(exponentOfA, exponentOfB) ? operands.WithPlainKernels() : operands;
    }

    private static void Run(GemmTask task, int threads)
    {
        int blocksAtOnce = task.BlocksAtOnce;
        for (task.FirstBlock = 0; task.FirstBlock < task.Blocks.Count; task.FirstBlock = task.EndBlock)
        {
            task.EndBlock = Math.Min(task.Blocks.Count, task.FirstBlock + blocksAtOnce);
            if (task.PacksShared && !task.CopiesA)
            {
                task.Shared = PackBuffer.Shared.Reserve(task.SharedLength);
                Deal(task.SharedSlivers, threads, new PackedOperand.PackJob(task));
            }

            GemmRuns runs = new(task.Deal(threads), task.SharedSlivers, threads);
            Deal(runs.Count, threads, new ComputeJob(task, runs, threads, task.CopiesA ? Interlocked.Increment(ref s_copies) : 0), most: 1);
        }
    }

    private static void Deal<TJob>(int items, int threads, in TJob job, int most = int.MaxValue)
        where TJob : struct, IJob
    {
        if (threads == 1)
        {
            job.Run(0, items);
        }
        else
        {
            Workers.Run(items, 1, job, most);
        }
    }

    /// <summary>
    /// Computes tiles; an item is a piece of <see cref="GemmRuns"/>. With the number of a copy, other than 0, each thread packs the shared operand for itself first.
    /// </summary>
    private readonly struct ComputeJob(GemmTask task, GemmRuns runs, int threads, long copy) : IJob
    {
        public void Run(int start, int end)
        {
            GemmTask mine = task;
            if (copy != 0)
            {
                mine.Shared = PackBuffer.Copy.Reserve(task.SharedLength);
                if (PackBuffer.Copy.Content != copy)
                {
                    mine.PackShared(0, task.SharedSlivers);
                    PackBuffer.Copy.Content = copy;
                }
            }

            for (int item = start; item < end; item++)
            {
                (int dealt, int size, int sharedStart, int sharedEnd) = runs.Of(item);
                (int next, int nextSize, _, _) = item + threads < runs.Count ? runs.Of(item + threads) : default;
                mine.Compute(dealt, dealt + size, sharedStart, sharedEnd, next, next + nextSize);
            }
        }
    }
}
