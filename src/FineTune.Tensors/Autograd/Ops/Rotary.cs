using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>
/// Rotary positions: in every head <c>(a, b)</c>, the halves of its columns, becomes <c>(a cos - b sin, b cos + a sin)</c>; backward is the turn by
/// the negative angle.
/// </summary>
/// <remarks>x is used up: its memory holds the result, so it must be one nobody else reads, as the output of a linear layer is.</remarks>
internal sealed class Rotary : Operation
{
    private readonly RotaryTable _table;
    private readonly SequenceLayout _layout;
    private readonly int _heads;

    private Rotary(Tensor x, RotaryTable table, SequenceLayout layout, int heads)
        : base(x)
    {
        _table = table;
        _layout = layout;
        _heads = heads;
    }

    /// <summary>Turns the first <paramref name="heads"/> heads of packed rows <c>[N, .]</c> by their columns in the padded batch; what follows stays.</summary>
    public static Tensor Apply(Tensor x, RotaryTable table, SequenceLayout layout, int heads)
    {
        Tensor y = x.View(x.Shape);
        Turn(y, table, layout, heads, isInverse: false);
        if (Tensor.ShouldRecord(x))
        {
            y.GradFn = new Rotary(x, table, layout, heads);
        }

        return y;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        Turn(outputGradient, _table, _layout, _heads, isInverse: true);
        gradients.Add(Inputs[0], outputGradient.View(outputGradient.Shape));
    }

    private static void Turn(Tensor rows, RotaryTable table, SequenceLayout layout, int heads, bool isInverse)
    {
        (ReadOnlyMemory<float> cosines, ReadOnlyMemory<float> sines) = table.Of(layout.PaddedLength);
        new Rotation
        {
            Rows = rows.Span,
            Stride = rows.Shape[-1],
            Heads = heads,
            HeadSize = table.HeadSize,
            Positions = layout.Columns,
            Cosines = cosines.Span,
            Sines = sines.Span,
            IsInverse = isInverse,
        }.Run();
    }
}
