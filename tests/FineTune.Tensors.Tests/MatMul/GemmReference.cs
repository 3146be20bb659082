using FineTune.Kernels;

namespace FineTune.Tests.MatMul;

/// <summary>What a matrix product is, element by element: the definition the kernels are held to, bit for bit.</summary>
internal static class GemmReference
{
    public static void Multiply(
        int m, int n, int k,
        float[] a, int lda, bool transposeA,
        float[] b, int ldb, bool transposeB,
        float[] c, int ldc, bool accumulate,
        float[]? bias = null)
    {
        int blocks = Math.Max(1, (k + GemmTask.LongestBlock - 1) / GemmTask.LongestBlock);
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                bool adds = accumulate;
                int p = 0;
                for (int block = 0; block < blocks; block++)
                {
                    int end = p + (k / blocks) + (block < k % blocks ? 1 : 0);
                    float sum = 0;
                    for (; p < end; p++)
                    {
                        sum = MathF.FusedMultiplyAdd(
                            transposeA ? a[(p * lda) + i] : a[(i * lda) + p], transposeB ? b[(j * ldb) + p] : b[(p * ldb) + j], sum);
                    }

                    ref float element = ref c[(i * ldc) + j];
                    element = adds ? element + sum : sum;
                    adds = true;
                }

                if (bias is not null)
                {
                    c[(i * ldc) + j] += bias[j];
                }
            }
        }
    }

    /// <summary>
    /// The same product in bfloat16, in the arithmetic in force: operands rounded, k in pairs, of each the odd step first, or in groups of 32, their odd and even steps
    /// apart; whole pairs or groups to a block.
    /// </summary>
    public static void MultiplyBfloat16(
        int m, int n, int k,
        float[] a, int lda, bool transposeA,
        float[] b, int ldb, bool transposeB,
        float[] c, int ldc, bool accumulate,
        float[]? bias = null)
    {
        int unit = Bfloat16Support.UsesTiles ? 32 : 2;
        int units = (k + unit - 1) / unit;
        int blocks = Math.Max(1, (units + (GemmTask.LongestBlock / unit) - 1) / (GemmTask.LongestBlock / unit));
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                ref float element = ref c[(i * ldc) + j];
                bool adds = accumulate;
                int done = 0;
                for (int block = 0; block < blocks; block++)
                {
                    int end = done + (units / blocks) + (block < units % blocks ? 1 : 0);
                    float sum = 0;
                    for (; done < end; done++)
                    {
                        (float even, float odd) = unit == 2 ? (0, sum) : (0, 0);
                        for (int p = unit * done; p < unit * (done + 1); p += 2)
                        {
                            Add(p + 1, ref odd);
                            Add(p, ref unit == 2 ? ref odd : ref even);
                        }

                        sum = unit == 2 ? odd : Flushed(sum + Flushed(even + odd));
                    }

                    element = adds ? element + sum : sum;
                    adds = true;
                }

                element = bias is null ? element : element + bias[j];

                void Add(int p, ref float sum)
                {
                    Lanes1 left = Lanes1.Broadcast(p < k ? transposeA ? a[(p * lda) + i] : a[(i * lda) + p] : 0);
                    Lanes1 right = Lanes1.Broadcast(p < k ? transposeB ? b[(j * ldb) + p] : b[(p * ldb) + j] : 0);
                    Bfloat16.MultiplyAdd(Bfloat16.Round(left), Bfloat16.Round(right), Lanes1.Broadcast(sum)).Store(ref sum);
                }
            }
        }
    }

    private static float Flushed(float x) => float.IsSubnormal(x) ? MathF.CopySign(0, x) : x;
}
