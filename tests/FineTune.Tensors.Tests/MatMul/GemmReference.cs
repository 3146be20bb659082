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
}
