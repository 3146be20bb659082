namespace FineTune.Kernels;

/// <summary>What a matrix product does to an element after its sum is complete.</summary>
internal enum GemmEpilogue
{
    /// <summary>Nothing but the bias, if one is given.</summary>
    None,

    /// <summary>The sum (with bias) is stored in <c>preActivation</c> when that is not empty, and its GELU (erf form) in the result.</summary>
    Gelu,
}

/// <summary>Row-major float32 matrix products.</summary>
internal static class Gemm
{
    /// <summary>
    /// c (m x n) = or += op(a) (m x k) op(b) (k x n), then + bias (n values, one a column), then the epilogue.
    /// <paramref name="transposeA"/> says that <paramref name="a"/> is stored k x m, <paramref name="transposeB"/> that
    /// <paramref name="b"/> is stored n x k; lda, ldb, ldc are the distances between stored rows. c must not overlap a or b.
    /// With <paramref name="accumulate"/> there is neither bias nor epilogue.
    /// </summary>
    public static void Multiply(
        int m, int n, int k,
        ReadOnlySpan<float> a, int lda, bool transposeA,
        ReadOnlySpan<float> b, int ldb, bool transposeB,
        Span<float> c, int ldc, bool accumulate,
        ReadOnlySpan<float> bias = default,
        GemmEpilogue epilogue = GemmEpilogue.None,
        Span<float> preActivation = default)
    {
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                float sum = 0;
                for (int p = 0; p < k; p++)
                {
                    sum = MathF.FusedMultiplyAdd(
                        transposeA ? a[(p * lda) + i] : a[(i * lda) + p], transposeB ? b[(j * ldb) + p] : b[(p * ldb) + j], sum);
                }

                c[(i * ldc) + j] = accumulate ? c[(i * ldc) + j] + sum : sum + (bias.IsEmpty ? 0 : bias[j]);
            }
        }
    }
}
