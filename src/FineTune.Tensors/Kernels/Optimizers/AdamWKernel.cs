using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// One step of AdamW, with the roundings of torch's fused kernel for the CPU:
/// <c>p *= decay; m = fma(1 - b1, g - m, m); v = fma((1 - b2)*g, g, v*b2); p += (-step*m) / (sqrt(v)/bias + eps)</c>.
/// </summary>
/// <remarks>
/// torch's vectors hold 8 elements here, on AVX-512 processors too. The elements after the last whole vector of a tensor go through compiled scalar code, which contracts
/// the second moment the other way round: <c>v = fma(v, b2, ((1 - b2)*g)*g)</c>.
/// </remarks>
internal readonly ref struct AdamWKernel(ReadOnlySpan<AdamWPiece> pieces, ReadOnlySpan<AdamWScalars> scalars) : ILaneJob
{
    /// <summary>The number of elements in a vector of torch's kernel.</summary>
    public const int TorchVector = 8;

    // How many elements ahead of the sweep its memory is asked for: the processor follows each of the four arrays to the end of a page only, and begins anew.
    private const int Ahead = 256;

    private readonly ReadOnlySpan<AdamWPiece> _pieces = pieces;
    private readonly ReadOnlySpan<AdamWScalars> _scalars = scalars;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(int start, int end)
        where V : struct, ILanes<V>
    {
        for (int i = start; i < end; i++)
        {
            ref readonly AdamWPiece piece = ref _pieces[i];
            ref readonly AdamWScalars scalars = ref _scalars[piece.Scalars];
            int done = Vectors<V>(piece, scalars, 0, piece.VectorCount);
            Vectors<Lanes1>(piece, scalars, done, piece.VectorCount);
            Tail(piece, scalars);
        }
    }

    /// <summary>Updates as many whole groups of lanes as there are; returns where it stopped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe int Vectors<V>(in AdamWPiece piece, in AdamWScalars s, int start, int end)
        where V : struct, ILanes<V>
    {
        float* p = (float*)piece.Parameter;
        float* m = (float*)piece.FirstMoment;
        float* v = (float*)piece.SecondMoment;
        float* max = (float*)piece.MaxSecondMoment;
        float* g = (float*)piece.Gradient;
        Lanes<V> lanes = new(s);
        V scale = V.Broadcast(piece.GradientScale);
        int i = start;
        for (; i <= end - V.Count; i += V.Count)
        {
            if (i + Ahead < end)
            {
                CacheLine.Prefetch(p + i + Ahead);
                CacheLine.Prefetch(m + i + Ahead);
                CacheLine.Prefetch(v + i + Ahead);
                CacheLine.Prefetch(g + i + Ahead);
            }

            V gradient = V.Load(ref g[i]) * scale;
            V first = lanes.FirstMoment(V.Load(ref m[i]), gradient);
            V second = V.Fma(lanes.OneMinusBeta2 * gradient, gradient, V.Load(ref v[i]) * lanes.Beta2);
            first.Store(ref m[i]);
            second.Store(ref v[i]);
            if (max is not null)
            {
                second = V.Max(V.Load(ref max[i]), second);
                second.Store(ref max[i]);
            }

            lanes.Parameter(V.Load(ref p[i]), first, second).Store(ref p[i]);
        }

        return i;
    }

    private static unsafe void Tail(in AdamWPiece piece, in AdamWScalars s)
    {
        float* p = (float*)piece.Parameter;
        float* m = (float*)piece.FirstMoment;
        float* v = (float*)piece.SecondMoment;
        float* max = (float*)piece.MaxSecondMoment;
        float* g = (float*)piece.Gradient;
        Lanes<Lanes1> lanes = new(s);
        for (int i = piece.VectorCount; i < piece.Count; i++)
        {
            float gradient = g[i] * piece.GradientScale;
            Lanes1 first = lanes.FirstMoment(Lanes1.Load(ref m[i]), Lanes1.Broadcast(gradient));
            first.Store(ref m[i]);
            float second = MathF.FusedMultiplyAdd(v[i], s.Beta2, s.OneMinusBeta2 * gradient * gradient);
            v[i] = second;
            if (max is not null)
            {
                second = max[i] > second ? max[i] : second;
                max[i] = second;
            }

            lanes.Parameter(Lanes1.Load(ref p[i]), first, Lanes1.Broadcast(second)).Store(ref p[i]);
        }
    }

    /// <summary>The scalars in every lane, and the parts of the formula that vectors and tail share.</summary>
    internal readonly struct Lanes<V>
        where V : struct, ILanes<V>
    {
        private readonly V _lerpCoefficient;
        private readonly bool _lerpFromMoment;
        private readonly V _negativeStepSize;
        private readonly V _biasCorrection2Root;
        private readonly V _eps;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Lanes(in AdamWScalars s)
        {
            Decay = V.Broadcast(s.Decay);
            _lerpFromMoment = s.LerpWeight < 0.5f;
            _lerpCoefficient = V.Broadcast(_lerpFromMoment ? s.LerpWeight : s.LerpWeight - 1);
            _negativeStepSize = V.Broadcast(s.NegativeStepSize);
            _biasCorrection2Root = V.Broadcast(s.BiasCorrection2Root);
            _eps = V.Broadcast(s.Eps);
            Beta2 = V.Broadcast(s.Beta2);
            OneMinusBeta2 = V.Broadcast(s.OneMinusBeta2);
        }

        public V Decay { get; }

        public V Beta2 { get; }

        public V OneMinusBeta2 { get; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V FirstMoment(V moment, V gradient) =>
            V.Fma(_lerpCoefficient, gradient - moment, _lerpFromMoment ? moment : gradient);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Parameter(V parameter, V first, V second) =>
            (parameter * Decay) + ((_negativeStepSize * first) / ((V.Sqrt(second) / _biasCorrection2Root) + _eps));
    }
}
