namespace FineTune.Autograd;

/// <summary>
/// Elements cleared with probability p, the others divided by 1 - p: <c>y = x m</c>, <c>dx = dy m</c>, with m drawn as torch draws it.
/// </summary>
internal sealed class Dropout : Operation, IDisposable
{
    private readonly DropoutBits _bits;
    private readonly int _width;

    private Dropout(Tensor x, DropoutBits bits, int width)
        : base(x)
    {
        _bits = bits;
        _width = width;
    }

    public override bool ReadsOutput => false;

    /// <summary>
    /// Drops elements of x, or of the padded matrix whose packed rows x holds. With p = 0 the result is x itself; p = 0 and p = 1 draw nothing.
    /// </summary>
    public static Tensor Apply(Tensor x, double p, Generator? generator, SequenceLayout? layout = null)
    {
        // Without a layout the rows are one long row: bits in row-major order without gaps.
        int width = layout is null ? x.Length : x.Shape[-1];
        int rows = width == 0 ? 0 : x.Length / width;
        DropoutBits? bits = DropoutBits.Draw(p, rows, width, layout, generator);
        if (bits is null)
        {
            return x;
        }

        Tensor y = Tensor.Empty(x.Shape);
        Kernels.Dropout.Run(x.Span, bits.Mask, width, y.Span, accumulate: false);
        if (Tensor.ShouldRecord(x))
        {
            y.GradFn = new Dropout(x, bits, width);
        }
        else
        {
            bits.Dispose();
        }

        return y;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        Tensor target = gradients.Target(Inputs[0], out bool accumulate);
        Kernels.Dropout.Run(outputGradient.Span, _bits.Mask, _width, target.Span, accumulate);
    }

    public void Dispose() => _bits.Dispose();
}
