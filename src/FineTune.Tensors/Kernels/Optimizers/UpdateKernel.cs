using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>One step of an optimizer that treats every element alike.</summary>
internal readonly ref struct UpdateKernel<TRule>(ReadOnlySpan<UpdatePiece> pieces, ReadOnlySpan<TRule> rules) : ILaneJob
    where TRule : struct, IUpdateRule
{
    private readonly ReadOnlySpan<UpdatePiece> _pieces = pieces;
    private readonly ReadOnlySpan<TRule> _rules = rules;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<V>(int start, int end)
        where V : struct, ILanes<V>
    {
        for (int i = start; i < end; i++)
        {
            ref readonly UpdatePiece piece = ref _pieces[i];
            int done = Update<V>(piece, _rules[piece.Rule], 0);
            Update<Lanes1>(piece, _rules[piece.Rule], done);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe int Update<V>(in UpdatePiece piece, TRule rule, int start)
        where V : struct, ILanes<V>
    {
        float* parameter = (float*)piece.Parameter;
        float* gradient = (float*)piece.Gradient;
        float* first = (float*)piece.First;
        float* second = (float*)piece.Second;
        float* third = (float*)piece.Third;
        V scale = V.Broadcast(piece.GradientScale);
        int i = start;
        for (; i <= piece.Count - V.Count; i += V.Count)
        {
            V p = V.Load(ref parameter[i]);
            V a = first is not null ? V.Load(ref first[i]) : default;
            V b = second is not null ? V.Load(ref second[i]) : default;
            V c = third is not null ? V.Load(ref third[i]) : default;
            rule.Update(ref p, V.Load(ref gradient[i]) * scale, ref a, ref b, ref c);
            p.Store(ref parameter[i]);
            if (first is not null)
            {
                a.Store(ref first[i]);
            }

            if (second is not null)
            {
                b.Store(ref second[i]);
            }

            if (third is not null)
            {
                c.Store(ref third[i]);
            }
        }

        return i;
    }
}
