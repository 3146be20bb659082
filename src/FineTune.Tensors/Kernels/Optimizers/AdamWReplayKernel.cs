using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// The AdamW steps that rows without a gradient were not taken through when they happened, in order and with each step's own scalars:
/// <see cref="AdamWKernel"/> for a gradient of zero, with weights and moments in registers from step to step.
/// </summary>
/// <remarks>
/// Without a gradient the first moment dies away, and with it the change of the weight: once every change to come is certain to be less than
/// a quarter of the distance to the weight's neighbours, adding it gives the weight back, and only decay and moments are left to do.
/// In the end the first moment stops at a number (0, or a few times the least float) that rounding gives back, and need not be computed:
/// arithmetic on such numbers is slow.
/// </remarks>
internal readonly ref struct AdamWReplayKernel(
    ReadOnlySpan<AdamWLag> lags,
    ReadOnlySpan<AdamWScalars> history,
    ReadOnlySpan<AdamWBound> bounds,
    int lastStep,
    int width,
    Span<float> parameter,
    Span<float> firstMoment,
    Span<float> secondMoment,
    Span<float> maxSecondMoment) : ILaneJob
{
    // How many steps are taken before looking whether the weights can still change; a power of two.
    private const int StepsBetweenLooks = 8;

    // Less than a quarter of the distance between neighbouring floats, as a share of a float; and what the bound's own rounding needs.
    private const float QuarterOfNeighbour = 1f / (1 << 26);
    private const float Margin = 1.01f;

    private readonly ReadOnlySpan<AdamWLag> _lags = lags;
    private readonly ReadOnlySpan<AdamWScalars> _history = history;
    private readonly ReadOnlySpan<AdamWBound> _bounds = bounds;
    private readonly Span<float> _parameter = parameter;
    private readonly Span<float> _firstMoment = firstMoment;
    private readonly Span<float> _secondMoment = secondMoment;
    private readonly Span<float> _maxSecondMoment = maxSecondMoment;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(int start, int end)
        where V : struct, ILanes<V>
    {
        for (int i = start; i < end; i++)
        {
            AdamWLag lag = _lags[i];
            int first = lag.Row * width;
            int done = lag.HasMoments ? Steps<V>(lag, first, first + width) : Decay<V>(lag, first, first + width);
            _ = lag.HasMoments ? Steps<Lanes1>(lag, done, first + width) : Decay<Lanes1>(lag, done, first + width);
        }
    }

    private ref readonly AdamWScalars Scalars(int step) => ref _history[step & (_history.Length - 1)];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Decay<V>(AdamWLag lag, int start, int end)
        where V : struct, ILanes<V>
    {
        int i = start;
        for (; i <= end - V.Count; i += V.Count)
        {
            V p = V.Load(ref _parameter[i]);
            for (int step = lag.DoneSteps + 1; step <= lastStep; step++)
            {
                p *= V.Broadcast(Scalars(step).Decay);
            }

            p.Store(ref _parameter[i]);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Steps<V>(AdamWLag lag, int start, int end)
        where V : struct, ILanes<V>
    {
        bool hasMax = !_maxSecondMoment.IsEmpty;
        int i = start;
        for (; i <= end - V.Count; i += V.Count)
        {
            V p = V.Load(ref _parameter[i]);
            V m = V.Load(ref _firstMoment[i]);
            V v = V.Load(ref _secondMoment[i]);
            V max = hasMax ? V.Load(ref _maxSecondMoment[i]) : default;
            int step = lag.DoneSteps + 1;
            while (step <= lastStep)
            {
                AdamWKernel.Lanes<V> lanes = new(Scalars(step));
                m = lanes.FirstMoment(m, default);
                v *= lanes.Beta2;
                max = hasMax ? V.Max(max, v) : v;
                p = lanes.Parameter(p, m, max);
                step++;
                if (((step - lag.DoneSteps) & (StepsBetweenLooks - 1)) == 0 && step < lastStep && IsSettled(p, m, v, step))
                {
                    break;
                }
            }

            // max stays: it is no less than v was, and v falls.
            bool isFixed = false;
            for (; step <= lastStep && !isFixed; step++)
            {
                AdamWKernel.Lanes<V> lanes = new(Scalars(step));
                V next = lanes.FirstMoment(m, default);
                isFixed = ((step - lag.DoneSteps) & (StepsBetweenLooks - 1)) == 0 && IsFixed(m, next, step);
                m = next;
                v *= lanes.Beta2;
                p *= lanes.Decay;
            }

            for (; step <= lastStep; step++)
            {
                v *= V.Broadcast(Scalars(step).Beta2);
                p *= V.Broadcast(Scalars(step).Decay);
            }

            p.Store(ref _parameter[i]);
            m.Store(ref _firstMoment[i]);
            v.Store(ref _secondMoment[i]);
            if (hasMax)
            {
                max.Store(ref _maxSecondMoment[i]);
            }
        }

        return i;
    }

    /// <summary>
    /// Gets whether no step from <paramref name="step"/> on can change the weights but by decay. |m| never grows, and the denominator is never
    /// less than sqrt(v) + eps at its end, as sqrt(bias correction) is at most 1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsSettled<V>(V p, V m, V v, int step)
        where V : struct, ILanes<V>
    {
        ref readonly AdamWBound bound = ref _bounds[step & (_history.Length - 1)];
        V greatest = V.Broadcast(bound.GreatestStep * Margin) * V.Abs(m);
        V least = V.Sqrt(v * V.Broadcast(bound.SecondMoment / Margin)) + V.Broadcast(bound.Eps);
        V room = V.Abs(p) * V.Broadcast(bound.Parameter * (QuarterOfNeighbour / Margin)) * least;
        V settled = (greatest < room) | V.Equal(m, default);
        return V.Select(settled, default, V.Broadcast(1)).Max() == 0;
    }

    /// <summary>Gets whether the steps from <paramref name="step"/> on, which all move the first moment alike, leave it as it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsFixed<V>(V moment, V next, int step)
        where V : struct, ILanes<V>
        => !float.IsNaN(_bounds[step & (_history.Length - 1)].LerpWeight) &&
            V.Select(V.Equal(moment, next), default, V.Broadcast(1)).Max() == 0;
}
