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

    /// <summary>Adds a parameter with a gradient.</summary>
    public void Add(
        Parameter parameter, in TRule rule, bool maximize = false, Tensor? first = null, Tensor? second = null, Tensor? third = null)
    {
        float scale = PendingScale.Of(parameter.GradBuffer!);
        Add(parameter, Memory.Address(parameter.GradBuffer!.RawSpan), maximize ? -scale : scale, rule, first, second, third);
    }

    /// <summary>Adds a parameter whose gradient the rule does not use.</summary>
    public void AddWithoutGradient(Parameter parameter, in TRule rule, Tensor first) =>
        Add(parameter, Memory.Address(parameter.Span), 1, rule, first, null, null);

    /// <summary>Does it, and forgets it.</summary>
    public void Run()
    {
        LaneWidth.Run(_pieces.Count, 1, new UpdateKernel<TRule>(CollectionsMarshal.AsSpan(_pieces), CollectionsMarshal.AsSpan(_rules)));
        _pieces.Clear();
        _rules.Clear();
    }

    private void Add(Parameter parameter, nint gradient, float scale, in TRule rule, Tensor? first, Tensor? second, Tensor? third)
    {
        _rules.Add(rule);
        nint p = Memory.Address(parameter.Span);
        nint a = first is null ? 0 : Memory.Address(first.Span);
        nint b = second is null ? 0 : Memory.Address(second.Span);
        nint c = third is null ? 0 : Memory.Address(third.Span);
        for (int start = 0; start < parameter.Length; start += PieceLength)
        {
            nint bytes = start * (nint)sizeof(float);
            int count = Math.Min(PieceLength, parameter.Length - start);
            _pieces.Add(new UpdatePiece(
                p + bytes, gradient + bytes, Offset(a, bytes), Offset(b, bytes), Offset(c, bytes), count, _rules.Count - 1, scale));
        }
    }

    private static nint Offset(nint address, nint bytes) => address == 0 ? 0 : address + bytes;
}
