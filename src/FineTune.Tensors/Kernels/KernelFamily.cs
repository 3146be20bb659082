using FineTune.Runtime;

namespace FineTune.Kernels;

/// <summary>The families that a profile adds kernels up by.</summary>
internal static class KernelFamily
{
    public const string RandomNumbers = "random numbers";
    public const string MatrixProduct = "matrix product";
    public const string GradientNorm = "gradient norm";

    /// <summary>Updates that were put off, while somebody waits for them.</summary>
    public const string PutOffUpdates = "optimizer, put off";

    private static readonly Dictionary<string, string> s_families = new(StringComparer.Ordinal)
    {
        [nameof(Gemm)] = MatrixProduct,
        [nameof(PackedOperand)] = MatrixProduct,
        [nameof(PairRange)] = MatrixProduct,
        [nameof(NarrowRows)] = MatrixProduct,
        [nameof(PairSlivers)] = MatrixProduct,
        [nameof(PairRows)] = MatrixProduct,
        ["GeluTile"] = MatrixProduct,
        ["MatMul"] = MatrixProduct,
        [nameof(Attention)] = "attention",
        ["RelativeTables"] = "attention",
        ["Rotation"] = "attention",
        ["LayerNormForward"] = "layer norm, residual, dropout",
        ["LayerNormBackward"] = "layer norm, residual, dropout",
        [nameof(Dropout)] = "layer norm, residual, dropout",
        [nameof(Softmax)] = "loss",
        [nameof(LogSoftmax)] = "loss",
        ["CrossEntropy"] = "loss",
        [nameof(Rows)] = "embedding",
        [nameof(Transposition)] = "copy",
        [nameof(Map)] = "element by element",
        ["Gated"] = "element by element",
        [nameof(ColumnSum)] = "sums",
        [nameof(RowSum)] = "sums",
        [nameof(Reduction)] = "sums",
        ["GradientClipping"] = GradientNorm,
        [nameof(Storage)] = "optimizer", // Pages of its fresh state.
        ["UpdatePlan"] = "optimizer",
        ["UpdateKernel"] = "optimizer",
        ["RatioSum"] = "optimizer",
        ["StableAdamW"] = "optimizer",
        ["AdamWPlan"] = "optimizer",
        ["AdamWRows"] = "optimizer",
        ["AdamWKernel"] = "optimizer",
        ["AdamWReplayKernel"] = "optimizer",
        ["AdafactorStep"] = "optimizer",
        ["AdafactorKernel"] = "optimizer",
    };

    /// <summary>Gets the family of what reported itself to a <see cref="Profile"/>: a name itself, or the kernel a job belongs to.</summary>
    public static string Of(object key) => key is Type type ? s_families.GetValueOrDefault(Kernel(type), Kernel(type)) : (string)key;

    /// <summary>Gets the class a job is written in: the outermost one, looked up inside the wrappers that choose a lane width.</summary>
    public static string Kernel(Type job)
    {
        while (job.DeclaringType == typeof(LaneWidth))
        {
            job = job.GetGenericArguments()[0];
        }

        while (job.DeclaringType is { } outer)
        {
            job = outer;
        }

        int mark = job.Name.IndexOf('`', StringComparison.Ordinal);
        return mark < 0 ? job.Name : job.Name[..mark];
    }

    /// <summary>Gets whether a kernel has a family of its own, rather than its name.</summary>
    public static bool IsKnown(string kernel) => s_families.ContainsKey(kernel);
}
