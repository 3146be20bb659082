namespace FineTune;

/// <summary>
/// A convolution along each text: <c>y[t] = b + the sum over k of W[:, :, k] x[t + k - (K - 1) / 2]</c>, with zeros for what is masked or outside:
/// torch's <c>nn.Conv1d</c> over packed rows <c>[N, C]</c>, for a kernel of odd size K.
/// </summary>
internal sealed class Conv1d : Module
{
    private readonly int _kernel;

    public Conv1d(int channels, int kernel)
    {
        _kernel = kernel;
        Weight = RegisterParameter("weight", new Shape(channels, channels, kernel));
        Bias = RegisterParameter("bias", new Shape(channels));
    }

    /// <summary>Gets the weight, <c>[out, in, K]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>Gets the bias, <c>[out]</c>.</summary>
    public Parameter Bias { get; }

    public Tensor Forward(Tensor x, SequenceLayout layout)
    {
        int width = x.Shape[1];
        Tensor padded = Tensor.Cat([x, Tensor.Zeros(new(1, width))]);                                                       // [N + 1, C]
        Tensor near = padded.IndexSelect(Neighbours(layout)).Reshape(layout.TokenCount, _kernel * width);                  // [N, K * C]
        return Functional.Linear(near, Weight.Transpose(1, 2).Reshape(width, _kernel * width), Bias);                       // [N, C]
    }

    /// <summary>For each packed row the rows under the kernel; N where there is none.</summary>
    private ReadOnlySpan<int> Neighbours(SequenceLayout layout)
    {
        int length = layout.PaddedLength;
        int count = layout.TokenCount * _kernel;
        int[] rowAt = TensorScope.RentRows(layout.Batch * length);
        rowAt.AsSpan().Fill(layout.TokenCount);
        for (int s = 0; s < layout.Batch; s++)
        {
            for (int i = layout.Starts[s]; i < layout.Starts[s] + layout.KeyCounts[s]; i++)
            {
                rowAt[layout.PaddedRows[i]] = i;
            }
        }

        int[] rows = TensorScope.RentRows(count);
        for (int i = 0; i < count; i++)
        {
            int row = layout.PaddedRows[i / _kernel];
            int column = (row % length) + (i % _kernel) - ((_kernel - 1) / 2);
            rows[i] = column >= 0 && column < length ? rowAt[(row / length * length) + column] : layout.TokenCount;
        }

        return rows.AsSpan(0, count);
    }
}
