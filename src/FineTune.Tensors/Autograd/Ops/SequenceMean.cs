using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>
/// The mean of each sequence's keys, <c>[N, C]</c> to <c>[B, C]</c>: <c>y_b = sum of x_i / count</c>, <c>dx_i = dy_b / count</c>. Not a number where a
/// sequence has none.
/// </summary>
internal sealed class SequenceMean : Operation
{
    private readonly SequenceLayout _layout;

    private SequenceMean(Tensor x, SequenceLayout layout)
        : base(x)
    {
        _layout = layout;
    }

    public static Tensor Apply(Tensor x, SequenceLayout layout)
    {
        int width = x.Shape[-1];
        Tensor y = Tensor.Zeros(new Shape(layout.Batch, width));
        for (int s = 0; s < layout.Batch; s++)
        {
            Span<float> row = y.Span.Slice(s * width, width);
            for (int i = 0; i < layout.KeyCounts[s]; i++)
            {
                Arithmetic.Add(row, x.Span.Slice((layout.Starts[s] + i) * width, width), row);
            }

            Differentiable.Forward(new DivideByConstant(layout.KeyCounts[s]), row, row);
        }

        if (Tensor.ShouldRecord(x))
        {
            y.GradFn = new SequenceMean(x, layout);
        }

        return y;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        int width = outputGradient.Shape[-1];
        Tensor dx = Tensor.Zeros(Inputs[0].Shape);
        for (int s = 0; s < _layout.Batch; s++)
        {
            int keys = _layout.KeyCounts[s];
            Span<float> row = outputGradient.Span.Slice(s * width, width);
            if (keys > 0)
            {
                Differentiable.Forward(new DivideByConstant(keys), row, row);
            }

            for (int i = 0; i < keys; i++)
            {
                row.CopyTo(dx.Span.Slice((_layout.Starts[s] + i) * width, width));
            }
        }

        gradients.Add(Inputs[0], dx);
    }
}
