namespace FineTune.Autograd;

/// <summary>Which matrices of two stacks are multiplied with each other when the stacks' leading axes broadcast.</summary>
internal sealed class MatMulBatches
{
    private readonly int[] _a;
    private readonly int[] _b;

    private MatMulBatches(Shape result, int m, int n, int k, int[] a, int[] b)
    {
        Result = result;
        M = m;
        N = n;
        K = k;
        _a = a;
        _b = b;
    }

    /// <summary>Gets the shape of the product.</summary>
    public Shape Result { get; }

    /// <summary>Gets the rows of a matrix of the result.</summary>
    public int M { get; }

    /// <summary>Gets the columns of a matrix of the result.</summary>
    public int N { get; }

    /// <summary>Gets the columns of a left matrix.</summary>
    public int K { get; }

    /// <summary>Gets how many matrices are multiplied.</summary>
    public int Count => _a.Length;

    public static MatMulBatches Of(Shape a, Shape b)
    {
        int[] left = a.ToArray();
        int[] right = b.ToArray();
        int k = a[-1];
        int n = b[-1];

        // One matrix on the right: the left stack is one tall matrix.
        if (b.NumElements == k * n)
        {
            int rows = k == 0 ? 0 : a.NumElements / k;
            return new MatMulBatches(new Shape([.. left[..^1], n]), rows, n, k, [0], [0]);
        }

        Shape leftBatch = new(left[..^2]);
        Shape rightBatch = new(right[..^2]);
        Shape batch = Broadcasting.Resolve("MatMul", leftBatch, rightBatch);
        Shape result = new([.. batch.ToArray(), a[-2], n]);
        return new MatMulBatches(result, a[-2], n, k, Offsets(leftBatch, batch), Offsets(rightBatch, batch));
    }

    public ReadOnlySpan<float> A(ReadOnlySpan<float> a, int i) => a.Slice(_a[i] * M * K, M * K);

    public Span<float> A(Span<float> a, int i) => a.Slice(_a[i] * M * K, M * K);

    public ReadOnlySpan<float> B(ReadOnlySpan<float> b, int i) => b.Slice(_b[i] * K * N, K * N);

    public Span<float> B(Span<float> b, int i) => b.Slice(_b[i] * K * N, K * N);

    public Span<float> Y(Span<float> y, int i) => y.Slice(i * M * N, M * N);

    private static int[] Offsets(Shape small, Shape large)
    {
        int[] offsets = new int[large.NumElements];
        BroadcastRows rows = new(small, large);
        while (rows.MoveNext())
        {
            for (int i = 0; i < rows.Width; i++)
            {
                offsets[rows.Large + i] = rows.Small + (rows.RepeatsElements ? 0 : i);
            }
        }

        return offsets;
    }
}
