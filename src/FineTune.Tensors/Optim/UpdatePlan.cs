using System.Runtime.InteropServices;
using FineTune.Kernels;

namespace FineTune.Optim;

/// <summary>Everything one step of an element by element optimizer has to do, cut into pieces that threads share out among themselves.</summary>
internal sealed class UpdatePlan<TRule>
    where TRule : struct, IUpdateRule
{
    private const int PieceLength = 16 * 1024;

    private readonly List<UpdatePiece> _pieces = [];
    private readonly List<TRule> _rules = [];

    /// <summary>Adds a parameter with a gradient, and what is remembered of it.</summary>
    public void Add(
        Parameter parameter, in TRule rule, bool maximize = false, Tensor? first = null, Tensor? second = null, Tensor? third = null) =>
        Add(parameter, rule, maximize, Address(first), Address(second), Address(third));

    /// <summary>Adds a parameter with a gradient, and where what is remembered of it lies (0 where nothing is).</summary>
    public void Add(Parameter parameter, in TRule rule, bool maximize, nint first, nint second, nint third)
    {
        float scale = PendingScale.Of(parameter.GradBuffer!);
        Add(parameter, Memory.Address(parameter.GradBuffer!.RawSpan), maximize ? -scale : scale, rule, first, second, third);
    }

    /// <summary>Adds a parameter whose gradient the rule does not use.</summary>
    public void AddWithoutGradient(Parameter parameter, in TRule rule, Tensor first, Tensor? second = null) =>
        Add(parameter, Memory.Address(parameter.Span), 1, rule, Address(first), Address(second), 0);

    /// <summary>Does it, and forgets it.</summary>
    public void Run()
    {
        LaneWidth.Run(_pieces.Count, 1, new UpdateKernel<TRule>(CollectionsMarshal.AsSpan(_pieces), CollectionsMarshal.AsSpan(_rules)));
        _pieces.Clear();
        _rules.Clear();
    }

    private void Add(Parameter parameter, nint gradient, float scale, in TRule rule, nint first, nint second, nint third)
    {
        _rules.Add(rule);
        nint p = Memory.Address(parameter.Span);
        for (int start = 0; start < parameter.Length; start += PieceLength)
        {
            nint bytes = start * (nint)sizeof(float);
            int count = Math.Min(PieceLength, parameter.Length - start);
            _pieces.Add(new UpdatePiece(
                p + bytes, gradient + bytes, Offset(first, bytes), Offset(second, bytes), Offset(third, bytes), count, _rules.Count - 1, scale));
        }
    }

    private static nint Offset(nint address, nint bytes) => address == 0 ? 0 : address + bytes;

    private static nint Address(Tensor? tensor) => tensor is null ? 0 : Memory.Address(tensor.Span);
}
