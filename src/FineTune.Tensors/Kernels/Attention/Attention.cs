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

    /// <summary>
    /// Computes <paramref name="output"/> (packed rows, like <paramref name="query"/>). <paramref name="probabilities"/> receives P for the backward
    /// pass, or is empty. <paramref name="keep"/> holds the dropout bits, or is empty; kept probabilities are multiplied by
    /// <paramref name="keepScale"/>.
    /// </summary>
    public static void Forward(
        AttentionGeometry geometry,
        ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, float scale,
        ReadOnlySpan<ushort> keep, float keepScale, Span<float> probabilities, Span<float> output)
    {
        fixed (float* q = query, k = key, v = value, p = probabilities, o = output)
        fixed (ushort* bits = keep)
        {
            ForwardJob job = new(geometry, q, k, v, scale, bits, keepScale, p, o);
            LaneWidth.RunSixteen(geometry.Sequences * geometry.Heads, 1, in job);
        }
    }

    /// <summary>
    /// Overwrites <paramref name="queryGradient"/>, <paramref name="keyGradient"/> and <paramref name="valueGradient"/> with the gradients
    /// for <paramref name="outputGradient"/>, from the P that <see cref="Forward"/> stored.
    /// </summary>
    public static void Backward(
        AttentionGeometry geometry,
        ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, float scale,
        ReadOnlySpan<ushort> keep, float keepScale, ReadOnlySpan<float> probabilities, ReadOnlySpan<float> outputGradient,
        Span<float> queryGradient, Span<float> keyGradient, Span<float> valueGradient)
    {
        fixed (float* q = query, k = key, v = value, p = probabilities, go = outputGradient)
        fixed (float* gq = queryGradient, gk = keyGradient, gv = valueGradient)
        fixed (ushort* bits = keep)
        {
            BackwardJob job = new(geometry, q, k, v, scale, bits, keepScale, p, go, gq, gk, gv);
            LaneWidth.RunSixteen(geometry.Sequences * geometry.Heads, 1, in job);
        }
    }

    /// <summary>A row of scores becomes probabilities, in place; <paramref name="count"/> real ones in a row of <paramref name="stride"/>.</summary>
    /// <remarks>
    /// What pads the row takes part as another copy of the first score and is cleared afterwards. Minus infinity would give the same zeros, but
    /// an exponential that underflows takes a processor a few hundred cycles.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Softmax<W>(float* row, int count, int stride, float scale)
        where W : struct, ILanes<W>
    {
        int last = stride - W.Count;
        W isReal = W.MaskFromBits(uint.MaxValue >> (32 - (count - last)));
        W lastScores = W.Select(isReal, W.Load(ref row[last]), W.Broadcast(row[0]));
        W highest = lastScores;
        for (int j = 0; j < last; j += W.Count)
        {
            highest = W.Max(highest, W.Load(ref row[j]));
        }

        W factor = W.Broadcast(scale);
        W shift = W.Broadcast(highest.Max() * scale);
        W sums = W.Broadcast(0f);
        for (int j = 0; j < last; j += W.Count)
        {
            W power = VectorMath.Exp((W.Load(ref row[j]) * factor) - shift);
            power.Store(ref row[j]);
            sums += power;
        }

        W lastPower = VectorMath.Exp((lastScores * factor) - shift) & isReal;
        lastPower.Store(ref row[last]);
        sums += lastPower;

        W inverse = W.Broadcast(1f / sums.Sum());
        for (int j = 0; j < stride; j += W.Count)
        {
            (W.Load(ref row[j]) * inverse).Store(ref row[j]);
        }
    }

    /// <summary>gradient = scale * probability * (gradient - sum of probability * gradient), in place, over a whole padded row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SoftmaxBackward<W>(float* probability, float* gradient, int stride, float scale)
        where W : struct, ILanes<W>
    {
        W sums = W.Broadcast(0f);
        for (int j = 0; j < stride; j += W.Count)
        {
            sums = W.Fma(W.Load(ref probability[j]), W.Load(ref gradient[j]), sums);
        }

        W total = W.Broadcast(sums.Sum());
        W factor = W.Broadcast(scale);
        for (int j = 0; j < stride; j += W.Count)
        {
            (W.Load(ref probability[j]) * factor * (W.Load(ref gradient[j]) - total)).Store(ref gradient[j]);
        }
    }

    /// <summary>destination = kept ? source * keepScale : 0; may run in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Drop<W>(float* source, ushort* bits, float keepScale, float* destination, int stride)
        where W : struct, ILanes<W>
    {
        W factor = W.Broadcast(keepScale);
        for (int j = 0; j < stride; j += W.Count)
        {
            (W.Load(ref source[j]) * factor & W.MaskFromBits(bits[j / W.Count])).Store(ref destination[j]);
        }
    }
}
