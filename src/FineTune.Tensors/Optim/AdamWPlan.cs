using System.Runtime.InteropServices;
using FineTune.Kernels;

namespace FineTune.Optim;

/// <summary>Everything one AdamW step has to do, cut into pieces that threads share out among themselves.</summary>
internal sealed class AdamWPlan
{
    // Whole vectors of torch's kernel; five streams of it fit a second-level cache.
    private const int PieceLength = 16 * 1024;

    private readonly List<AdamWPiece> _pieces = [];
    private readonly List<AdamWScalars> _scalars = [];

    /// <summary>Adds a parameter with a gradient.</summary>
    public void Add(Parameter parameter, in AdamWState state, in AdamWScalars scalars, in AdamWSettings settings)
    {
        Tensor gradient = parameter.GradBuffer!;
        float scale = PendingScale.Of(gradient);
        _scalars.Add(scalars);
        AdamWPiece whole = new(
            Memory.Address(parameter.Span),
            Memory.Address(state.ExpAvg.Span),
            Memory.Address(state.ExpAvgSq.Span),
            state.MaxExpAvgSq is { } max ? Memory.Address(max.Span) : 0,
            Memory.Address(gradient.RawSpan),
            settings.Fused ? parameter.Length / AdamWKernel.TorchVector * AdamWKernel.TorchVector : parameter.Length,
            parameter.Length,
            _scalars.Count - 1,
            settings.Maximize ? -scale : scale);
        for (int start = 0; start < parameter.Length; start += PieceLength)
        {
            _pieces.Add(Slice(whole, start, Math.Min(PieceLength, parameter.Length - start)));
        }
    }

    /// <summary>Does it, and forgets it.</summary>
    public void Run()
    {
        LaneWidth.Run(
            _pieces.Count, 1, new AdamWKernel(CollectionsMarshal.AsSpan(_pieces), CollectionsMarshal.AsSpan(_scalars)));
        _pieces.Clear();
        _scalars.Clear();
    }

    private static AdamWPiece Slice(in AdamWPiece whole, int start, int count)
    {
        nint bytes = start * (nint)sizeof(float);
        return whole with
        {
            Parameter = whole.Parameter + bytes,
            FirstMoment = whole.FirstMoment + bytes,
            SecondMoment = whole.SecondMoment + bytes,
            MaxSecondMoment = whole.MaxSecondMoment == 0 ? 0 : whole.MaxSecondMoment + bytes,
            Gradient = whole.Gradient + bytes,
            VectorCount = Math.Clamp(whole.VectorCount - start, 0, count),
            Count = count,
        };
    }
}
