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

    /// <summary>Adds a whole parameter.</summary>
    public void Add(Parameter parameter, in AdamWState state, in AdamWScalars scalars, in AdamWSettings settings, float scale)
    {
        AdamWPiece whole = new(
            Memory.Address(parameter.Span),
            Memory.Address(state.ExpAvg.Span),
            Memory.Address(state.ExpAvgSq.Span),
            state.MaxExpAvgSq is { } max ? Memory.Address(max.Span) : 0,
            Memory.Address(parameter.GradBuffer!.RawSpan),
            VectorCount(parameter, settings),
            parameter.Length,
            _scalars.Count,
            settings.Maximize ? -scale : scale);
        _scalars.Add(scalars);
        AddSlices(whole, 0, parameter.Length);
    }

    /// <summary>Adds some rows of a table, which must be up to date.</summary>
    public void AddRows(
        Parameter parameter, ReadOnlySpan<int> rows, in AdamWState state, in AdamWScalars scalars, in AdamWSettings settings, float scale)
    {
        AdamWPiece whole = new(
            Memory.Address(parameter.RawSpan),
            Memory.Address(state.ExpAvg.RawSpan),
            Memory.Address(state.ExpAvgSq.RawSpan),
            state.MaxExpAvgSq is { } max ? Memory.Address(max.RawSpan) : 0,
            Memory.Address(parameter.GradBuffer!.RawSpan),
            VectorCount(parameter, settings),
            parameter.Length,
            _scalars.Count,
            scale);
        _scalars.Add(scalars);
        int width = parameter.Length / parameter.Shape[0];
        for (int first = 0; first < rows.Length;)
        {
            int end = first + 1;
            while (end < rows.Length && rows[end] == rows[end - 1] + 1)
            {
                end++;
            }

            AddSlices(whole, rows[first] * width, (end - first) * width);
            first = end;
        }
    }

    /// <summary>Gets how many pieces it is cut into.</summary>
    public int Count => _pieces.Count;

    /// <summary>Does it, and forgets it.</summary>
    public void Run()
    {
        LaneWidth.Run(_pieces.Count, 1, Kernel(0, _pieces.Count));
        Clear();
    }

    /// <summary>Does pieces <paramref name="start"/> to <paramref name="end"/> - 1 on this thread.</summary>
    public void Run(int start, int end) => LaneWidth.Run(end - start, Kernel(start, end));

    /// <summary>Forgets it.</summary>
    public void Clear()
    {
        _pieces.Clear();
        _scalars.Clear();
    }

    private AdamWKernel Kernel(int start, int end) => new(CollectionsMarshal.AsSpan(_pieces)[start..end], CollectionsMarshal.AsSpan(_scalars));

    private static int VectorCount(Parameter parameter, in AdamWSettings settings) =>
        settings.Fused ? parameter.Length / AdamWKernel.TorchVector * AdamWKernel.TorchVector : parameter.Length;

    private void AddSlices(in AdamWPiece whole, int start, int count)
    {
        for (int done = 0; done < count; done += PieceLength)
        {
            _pieces.Add(Slice(whole, start + done, Math.Min(PieceLength, count - done)));
        }
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
