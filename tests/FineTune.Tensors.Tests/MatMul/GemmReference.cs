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

    /// <summary>The same product in bfloat16: operands rounded, k in pairs, of each the odd step first, in whole pairs to a block.</summary>
    public static void MultiplyBfloat16(
        int m, int n, int k,
        float[] a, int lda, bool transposeA,
        float[] b, int ldb, bool transposeB,
        float[] c, int ldc, bool accumulate,
        float[]? bias = null)
    {
        int pairs = (k + 1) / 2;
        int blocks = Math.Max(1, (pairs + (GemmTask.LongestBlock / 2) - 1) / (GemmTask.LongestBlock / 2));
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                ref float element = ref c[(i * ldc) + j];
                bool adds = accumulate;
                int pair = 0;
                for (int block = 0; block < blocks; block++)
                {
                    int end = pair + (pairs / blocks) + (block < pairs % blocks ? 1 : 0);
                    float sum = 0;
                    for (; pair < end; pair++)
                    {
                        Add((2 * pair) + 1, ref sum);
                        Add(2 * pair, ref sum);
                    }

                    element = adds ? element + sum : sum;
                    adds = true;
                }

                element += bias is null ? 0 : bias[j];

                void Add(int p, ref float sum)
                {
                    Lanes1 left = Lanes1.Broadcast(p < k ? transposeA ? a[(p * lda) + i] : a[(i * lda) + p] : 0);
                    Lanes1 right = Lanes1.Broadcast(p < k ? transposeB ? b[(j * ldb) + p] : b[(p * ldb) + j] : 0);
                    Bfloat16.MultiplyAdd(Bfloat16.Round(left), Bfloat16.Round(right), Lanes1.Broadcast(sum)).Store(ref sum);
                }
            }
        }
    }
}
