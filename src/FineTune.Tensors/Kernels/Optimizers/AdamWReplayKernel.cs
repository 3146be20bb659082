using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// The AdamW steps that rows without a gradient were not taken through when they happened, in order and with each step's own scalars:
/// <see cref="AdamWKernel"/> for a gradient of zero, with the weights and moments kept in registers from step to step.
/// </summary>
internal readonly ref struct AdamWReplayKernel(
    ReadOnlySpan<AdamWLag> lags,
    ReadOnlySpan<AdamWScalars> history,
    int lastStep,
    int width,
    Span<float> parameter,
    Span<float> firstMoment,
    Span<float> secondMoment,
    Span<float> maxSecondMoment) : ILaneJob
{
    private readonly ReadOnlySpan<AdamWLag> _lags = lags;
    private readonly ReadOnlySpan<AdamWScalars> _history = history;
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
            for (int step = lag.DoneSteps + 1; step <= lastStep; step++)
            {
                AdamWKernel.Lanes<V> lanes = new(Scalars(step));
                m = lanes.FirstMoment(m, default);
                v *= lanes.Beta2;
                max = hasMax ? V.Max(max, v) : v;
                p = lanes.Parameter(p, m, max);
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
}
