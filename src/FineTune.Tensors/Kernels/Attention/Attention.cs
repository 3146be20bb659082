using System.Runtime.CompilerServices;
using FineTune.Runtime;

namespace FineTune.Kernels;

/// <summary>
/// Scaled dot product attention over packed sequences, a job for each sequence and head:
/// <c>S = scale * Q K^T; P = softmax(S); O = dropout(P) V</c>, and its gradient.
/// </summary>
/// <remarks>
/// Rows of scores are padded to whole groups of sixteen; the probability of what pads them is 0. The row sums use sixteen
/// virtual partial sums and one tree. Nothing depends on the lane width or on how the jobs are shared out.
/// </remarks>
internal static unsafe partial class Attention
{
    private const int QueryBlock = 96;

    // Rows of scores that go through each step of softmax together, and how many floats of them.
    private const int MostRowsAtOnce = 16;
    private const int FloatsAtOnce = 4096;

    /// <summary>
    /// Computes <paramref name="output"/>, rows like the queries. <paramref name="probabilities"/> receives P for the backward pass, or is empty.
    /// <paramref name="keep"/> holds the dropout bits, or is empty; kept probabilities are multiplied by <paramref name="keepScale"/>.
    /// </summary>
    public static void Forward(
        AttentionGeometry geometry, AttentionColumns query, AttentionColumns key, AttentionColumns value, float scale, RelativeTables relative,
        ReadOnlySpan<ushort> keep, float keepScale, Span<float> probabilities, AttentionColumns output)
    {
        fixed (float* q = query.Rows, k = key.Rows, v = value.Rows, p = probabilities, o = output.Rows)
        fixed (float* keys = relative.Keys, queries = relative.Queries, bias = relative.Bias)
        fixed (ushort* bits = keep)
        {
            RelativeScores scores = new(relative.Center, geometry.HeadSize, keys, queries, null, null, null, null);
            DistanceBias distances = new(relative.Center, bias, null);
            ForwardJob job = new(geometry, query.At(q), key.At(k), value.At(v), scale, scores, distances, bits, keepScale, p, output.At(o));
            LaneWidth.RunSixteen(geometry.Sequences * geometry.Heads, 1, in job);
        }
    }

    /// <summary>
    /// Overwrites <paramref name="queryGradient"/>, <paramref name="keyGradient"/> and <paramref name="valueGradient"/> with the gradients
    /// for <paramref name="outputGradient"/>, from the P that <see cref="Forward"/> stored. Those of relative positions are added to what is there.
    /// </summary>
    public static void Backward(
        AttentionGeometry geometry, AttentionColumns query, AttentionColumns key, AttentionColumns value, float scale, RelativeTables relative,
        ReadOnlySpan<ushort> keep, float keepScale, ReadOnlySpan<float> probabilities, AttentionColumns outputGradient,
        AttentionColumns queryGradient, AttentionColumns keyGradient, AttentionColumns valueGradient)
    {
        fixed (float* q = query.Rows, k = key.Rows, v = value.Rows, p = probabilities, go = outputGradient.Rows)
        fixed (float* gq = queryGradient.Rows, gk = keyGradient.Rows, gv = valueGradient.Rows)
        fixed (float* keys = relative.KeyRows, queries = relative.QueryRows, keyGradients = relative.KeyGradients, queryGradients = relative.QueryGradients)
        fixed (float* biasGradients = relative.BiasGradients)
        fixed (ushort* bits = keep)
        {
            RelativeScores scores = new(relative.Center, geometry.HeadSize, null, null, keys, queries, keyGradients, queryGradients);
            DistanceBias distances = new(relative.Center, null, biasGradients);
            BackwardJob job = new(
                geometry, query.At(q), key.At(k), value.At(v), scale, scores, distances, bits, keepScale, p,
                outputGradient.At(go), queryGradient.At(gq), keyGradient.At(gk), valueGradient.At(gv));
            if (scores.IsActive || distances.IsActive)
            {
                // The sequences of a head add to the same tables, one after the other.
                LaneWidth.RunSixteen(geometry.Heads, 1, new HeadJob(job, geometry));
            }
            else
            {
                LaneWidth.RunSixteen(geometry.Sequences * geometry.Heads, 1, in job);
            }
        }
    }

    /// <summary>
    /// So many rows of scores become probabilities, in place: of a row of <paramref name="stride"/> those from the low to before the high end of its range are
    /// real, the others become 0.
    /// </summary>
    /// <remarks>
    /// <para>
    /// What shares a group of sixteen with the ends takes part as another copy of the first score and is cleared afterwards. Minus infinity would
    /// give the same zeros, but an exponential that underflows takes a processor a few hundred cycles.
    /// </para>
    /// <para>A row waits for its greatest score, its sum and a quotient. Several rows go through each step together, so that the processor has others to go on with.</para>
    /// </remarks>
    private static void Softmax<W>(float* rows, (int Low, int High)* ranges, int count, int stride, float scale)
        where W : struct, ILanes<W>
    {
        float* shifts = stackalloc float[MostRowsAtOnce];
        Shifts<W>(rows, ranges, count, stride, scale, shifts);
        Powers<W>(rows, ranges, count, stride, scale, shifts);
        Normalize<W>(rows, ranges, count, stride);
    }

    /// <summary>Gets the greatest score of each row, scaled; what is not real beside the ends of its range becomes a copy of the first score.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Shifts<W>(float* row, (int Low, int High)* ranges, int count, int stride, float scale, float* shifts)
        where W : struct, ILanes<W>
    {
        for (int i = 0; i < count; i++, row += stride)
        {
            (int low, int high) = ranges[i];
            int first = low & ~15;
            int last = (high - 1) & ~15;
            W any = W.Broadcast(row[low]);
            W.Select(InFirst<W>(low), W.Load(ref row[first]), any).Store(ref row[first]);
            W highest = W.Select(InLast<W>(high), W.Load(ref row[last]), any);
            highest.Store(ref row[last]);
            for (int j = first; j < last; j += W.Count)
            {
                highest = W.Max(highest, W.Load(ref row[j]));
            }

            shifts[i] = highest.Max() * scale;
        }
    }

    /// <summary>x = e^(x scale - shift) in place. A method of its own: the compiler takes only so many operations into one, and calls the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Powers<W>(float* row, (int Low, int High)* ranges, int count, int stride, float scale, float* shifts)
        where W : struct, ILanes<W>
    {
        for (int i = 0; i < count; i++, row += stride)
        {
            float* end = row + ranges[i].High;
            for (float* x = row + (ranges[i].Low & ~15); x < end; x += W.Count)
            {
                VectorMath.Exp((W.Load(ref *x) * W.Broadcast(scale)) - W.Broadcast(shifts[i])).Store(ref *x);
            }
        }
    }

    /// <summary>Each row is divided by its sum, and what is not real of it becomes 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Normalize<W>(float* row, (int Low, int High)* ranges, int count, int stride)
        where W : struct, ILanes<W>
    {
        for (int i = 0; i < count; i++, row += stride)
        {
            (int low, int high) = ranges[i];
            int first = low & ~15;
            int last = (high - 1) & ~15;
            (W.Load(ref row[first]) & InFirst<W>(low)).Store(ref row[first]);
            (W.Load(ref row[last]) & InLast<W>(high)).Store(ref row[last]);
            W sums = W.Broadcast(0f);
            for (int j = first; j <= last; j += W.Count)
            {
                sums += W.Load(ref row[j]);
            }

            W inverse = W.Broadcast(1f / sums.Sum());
            for (int j = first; j <= last; j += W.Count)
            {
                (W.Load(ref row[j]) * inverse).Store(ref row[j]);
            }

            for (int j = 0; j < first; j += W.Count)
            {
                W.Broadcast(0f).Store(ref row[j]);
            }

            for (int j = last + W.Count; j < stride; j += W.Count)
            {
                W.Broadcast(0f).Store(ref row[j]);
            }
        }
    }

    /// <summary>Gets which of its group of sixteen are at or behind the low end of a range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static W InFirst<W>(int low)
        where W : struct, ILanes<W>
        => W.MaskFromBits(0xFFFFu << (low & 15) & 0xFFFFu);

    /// <summary>Gets which of its group of sixteen are before the high end of a range.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static W InLast<W>(int high)
        where W : struct, ILanes<W>
        => W.MaskFromBits(0xFFFFu >> (15 - ((high - 1) & 15)));

    /// <summary>Gets how many rows go through each step together: what one waits for is the others' time, and all stay in the first-level cache.</summary>
    private static int RowsAtOnce(int stride) => Math.Clamp(FloatsAtOnce / stride, 1, MostRowsAtOnce);

    /// <summary>gradient = scale * probability * (gradient - sum of probability * gradient), in place, over so many whole padded rows, row by row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SoftmaxBackward<W>(float* probability, float* gradient, int count, int stride, float scale)
        where W : struct, ILanes<W>
    {
        W factor = W.Broadcast(scale);
        for (int i = 0; i < count; i++, probability += stride, gradient += stride)
        {
            W sums = W.Broadcast(0f);
            for (int j = 0; j < stride; j += W.Count)
            {
                sums = W.Fma(W.Load(ref probability[j]), W.Load(ref gradient[j]), sums);
            }

            W total = W.Broadcast(sums.Sum());
            for (int j = 0; j < stride; j += W.Count)
            {
                (W.Load(ref probability[j]) * factor * (W.Load(ref gradient[j]) - total)).Store(ref gradient[j]);
            }
        }
    }

    /// <summary>destination = kept ? source * keepScale : 0; may run in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Drop<W>(float* source, ushort* bits, float keepScale, float* destination, int length)
        where W : struct, ILanes<W>
    {
        W factor = W.Broadcast(keepScale);
        for (int j = 0; j < length; j += W.Count)
        {
            (W.Load(ref source[j]) * factor & W.MaskFromBits(bits[j / W.Count])).Store(ref destination[j]);
        }
    }
}
