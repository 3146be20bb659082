namespace FineTune.Kernels;

/// <summary>
/// A number for each head and distance that is added to the scores of every query and key so far apart:
/// <c>S[i, j] += B(j - i)</c>; backward <c>dB(d) += dS[i, j]</c> over all j - i = d, for i in order.
/// </summary>
/// <remarks>
/// Rows of the table go from the distance <c>-center</c> up, so that what belongs to a query's keys are neighbours; they are as long as
/// <see cref="RelativeTables.Stride"/>, zeros at the end, because whole groups of sixteen are read and added to.
/// </remarks>
internal readonly unsafe struct DistanceBias(int center, float* table, float* gradient)
{
    private readonly int _stride = RelativeTables.Stride(center);

    /// <summary>Gets whether there is anything to add.</summary>
    public bool IsActive => table is not null || gradient is not null;

    /// <summary>Adds to the scores of queries from <paramref name="first"/> on.</summary>
    public void AddScores<W>(AttentionGeometry geometry, int sequence, int head, int first, int count, float* scores, int stride)
        where W : struct, ILanes<W>
    {
        for (int i = 0; i < count; i++)
        {
            RelativeRun run = new(geometry, sequence, first + i, 1, 0, geometry.KeyCount(sequence));
            run.AddKeys<W>(table + (head * _stride) + center - run.Highest, 0, scores + (i * stride));
        }
    }

    /// <summary>Adds the gradients of the scores of <paramref name="count"/> queries, the first of which is the sequence's.</summary>
    public void AddGradients<W>(AttentionGeometry geometry, int sequence, int head, int count, float* scoreGradient, int stride)
        where W : struct, ILanes<W>
    {
        for (int i = 0; i < count; i++)
        {
            RelativeRun run = new(geometry, sequence, i, 1, 0, geometry.KeyCount(sequence));
            run.CollectKeys<W>(scoreGradient + (i * stride), gradient + (head * _stride) + center - run.Highest);
        }
    }
}
