using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Kernels;

/// <summary>
/// Layer normalization of the rows of a matrix: <c>y = (z - mean) * rstd * gamma + beta</c>, <c>rstd = 1 / sqrt(variance + epsilon)</c>,
/// with the biased variance, computed from the mean in a second pass over the row.
/// </summary>
/// <remarks>
/// z is the sum of up to three terms, the first under a dropout mask. One sweep over the rows does it all; <c>sum</c> receives z where it has
/// to be kept for <see cref="LayerNormBackward"/> (it may be the memory of the first term), and is y's memory otherwise.
/// </remarks>
internal readonly ref struct LayerNormForward : ILaneJob
{
    private const int Work = 8192;

    /// <summary>Gets the number of elements in a row.</summary>
    public required int Width { get; init; }

    /// <summary>Gets the first term of z.</summary>
    public required ReadOnlySpan<float> X { get; init; }

    /// <summary>Gets the second term of z; may be empty.</summary>
    public ReadOnlySpan<float> Residual { get; init; }

    /// <summary>Gets the mask of the first term.</summary>
    public DropoutMask InputMask { get; init; }

    /// <summary>Gets the mask of the result.</summary>
    public DropoutMask OutputMask { get; init; }

    public required ReadOnlySpan<float> Gamma { get; init; }

    public required ReadOnlySpan<float> Beta { get; init; }

    public required float Epsilon { get; init; }

    /// <summary>Gets where z goes; may be X's memory, must be it when there is neither a second term nor a mask.</summary>
    public required Span<float> Sum { get; init; }

    /// <summary>Gets where the result goes.</summary>
    public required Span<float> Y { get; init; }

    /// <summary>Gets where each row's mean goes; may be empty.</summary>
    public Span<float> Mean { get; init; }

    /// <summary>Gets where each row's 1 / sqrt(variance + epsilon) goes; may be empty.</summary>
    public Span<float> ReciprocalDeviation { get; init; }

    /// <summary>Computes all rows.</summary>
    public void Run() => LaneWidth.RunSixteen(RowReduction.Rows(Y.Length, Width), Math.Max(1, Work / Math.Max(1, Width)), this);

    public void Run<V>(int start, int end)
        where V : struct, ILanes<V>
    {
        if (Width % Sixteen.Count == 0)
        {
            Rows<V, WholeGroups>(start, end);
        }
        else
        {
            Rows<V, AnyLength>(start, end);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Rows<V, TEnd>(int start, int end)
        where V : struct, ILanes<V>
        where TEnd : struct, IRowEnd
    {
        for (int r = start; r < end; r++)
        {
            float mean = SumTerms<V, TEnd>(r) / Width;
            float deviation = MathF.Sqrt((SquaredDifferences<V, TEnd>(r, mean) / Width) + Epsilon);
            float reciprocal = 1f / deviation;
            Normalize<V, TEnd>(r, mean, reciprocal);
            if (!Mean.IsEmpty)
            {
                Mean[r] = mean;
                ReciprocalDeviation[r] = reciprocal;
            }
        }
    }

    /// <summary>z = mask(x) + residual, and the sum of z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float SumTerms<V, TEnd>(int row)
        where V : struct, ILanes<V>
        where TEnd : struct, IRowEnd
    {
        int width = Width;
        ref float x = ref Row(X, row);
        if (Residual.IsEmpty && !InputMask.IsActive)
        {
            return RowReduction.Sum<V, TEnd>(ref x, width);
        }

        ref float residual = ref Row(Residual, row);
        ref float z = ref Row(Sum, row);
        nint group = (nint)row * Sixteen.Groups(width);
        DropoutMask mask = InputMask;
        V sum = V.Broadcast(0f);
        for (int i = 0; i < width; i += Sixteen.Count)
        {
            V value = mask.Apply(Sixteen.Load<V, TEnd>(ref x, i, width), group++) + Sixteen.Load<V, TEnd>(ref residual, i, width);
            Sixteen.Store<V, TEnd>(value, ref z, i, width);
            sum += value;
        }

        return sum.Sum();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private float SquaredDifferences<V, TEnd>(int row, float mean)
        where V : struct, ILanes<V>
        where TEnd : struct, IRowEnd
    {
        int width = Width;
        ref float z = ref Row(Sum, row);
        V center = V.Broadcast(mean);
        V sum = V.Broadcast(0f);
        for (int i = 0; i < width; i += Sixteen.Count)
        {
            V difference = Sixteen.Inside<V, TEnd>(Sixteen.Load<V, TEnd>(ref z, i, width) - center, i, width);
            sum = V.Fma(difference, difference, sum);
        }

        return sum.Sum();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Normalize<V, TEnd>(int row, float mean, float reciprocal)
        where V : struct, ILanes<V>
        where TEnd : struct, IRowEnd
    {
        int width = Width;
        ref float z = ref Row(Sum, row);
        ref float y = ref Row(Y, row);
        ref float gamma = ref MemoryMarshal.GetReference(Gamma);
        ref float beta = ref MemoryMarshal.GetReference(Beta);
        V center = V.Broadcast(mean);
        V scale = V.Broadcast(reciprocal);
        DropoutMask mask = OutputMask;
        nint group = (nint)row * Sixteen.Groups(width);
        for (int i = 0; i < width; i += Sixteen.Count)
        {
            V normal = (Sixteen.Load<V, TEnd>(ref z, i, width) - center) * scale;
            V value = V.Fma(normal, Sixteen.Load<V, TEnd>(ref gamma, i, width), Sixteen.Load<V, TEnd>(ref beta, i, width));
            Sixteen.Store<V, TEnd>(mask.Apply(value, group++), ref y, i, width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref float Row(ReadOnlySpan<float> matrix, int row) => ref Unsafe.Add(ref MemoryMarshal.GetReference(matrix), (nint)row * Width);
}
