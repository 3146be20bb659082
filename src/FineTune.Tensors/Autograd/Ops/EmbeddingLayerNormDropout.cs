using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>
/// What a transformer begins with, for each token: <c>y = dropout(LayerNorm((word[id] + type[t]) + position[p]))</c>, without the terms
/// of what a model does not have; backward adds <c>dz</c> of the normalization to the rows the tokens read.
/// </summary>
internal sealed class EmbeddingLayerNormDropout : Operation, IDisposable
{
    private readonly TableLookup _word;
    private readonly TableLookup? _tokenType;
    private readonly TableLookup? _position;
    private readonly Tensor _gamma;
    private readonly Tensor _beta;
    private readonly Tensor _sum;
    private readonly DropoutBits? _bits;
    private readonly RowMoments _moments;

    private EmbeddingLayerNormDropout(
        TableLookup word, TableLookup? tokenType, TableLookup? position, Tensor gamma, Tensor beta, Tensor sum, DropoutBits? bits, RowMoments moments)
        : base(word.Table, tokenType?.Table, position?.Table, gamma, beta)
    {
        _word = word;
        _tokenType = tokenType;
        _position = position;
        _gamma = gamma;
        _beta = beta;
        _sum = sum;
        _bits = bits;
        _moments = moments;
    }

    /// <summary>
    /// Embeds the tokens whose rows the lookups name, which it takes over; with a layout they are the packed rows of a padded batch.
    /// Pass p = 0 in evaluation mode.
    /// </summary>
    public static Tensor Apply(
        TableLookup word, TableLookup? tokenType, TableLookup? position, Tensor gamma, Tensor beta, float epsilon,
        double p, Generator? generator, SequenceLayout? layout)
    {
        int width = gamma.Length;
        int rows = word.Rows.Length;
        Tensor sum = Tensor.Empty(new Shape(rows, width));
        NormalizedRows.Width(sum.Shape, gamma.Shape, beta.Shape);
        Rows.GatherSum(
            word.Table.RowsSpan(word.Rows), word.Rows,
            tokenType is null ? default : tokenType.Table.RowsSpan(tokenType.Rows), tokenType is null ? default : tokenType.Rows,
            position is null ? default : position.Table.RowsSpan(position.Rows), position is null ? default : position.Rows, width, sum.Span);
        DropoutBits? bits = DropoutBits.Draw(p, rows, width, layout, generator);
        return Apply(word, tokenType, position, gamma, beta, epsilon, sum, bits);
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        LayerNormBackward kernel = new()
        {
            Width = _gamma.Length,
            Dy = outputGradient.Span,
            Sum = _sum.Span,
            Mean = _moments.Mean,
            ReciprocalDeviation = _moments.ReciprocalDeviation,
            Gamma = _gamma.Span,
            OutputMask = _bits is null ? default : _bits.Mask,
            Dz = outputGradient.Span,
        };
        NormalizedRows.Run(kernel, _gamma, _beta, gradients);
        _word.AddGradient(outputGradient.Span, gradients);
        _tokenType?.AddGradient(outputGradient.Span, gradients);
        _position?.AddGradient(outputGradient.Span, gradients);
    }

    public void Dispose()
    {
        _word.Dispose();
        _tokenType?.Dispose();
        _position?.Dispose();
        _bits?.Dispose();
    }

    private static Tensor Apply(
        TableLookup word, TableLookup? tokenType, TableLookup? position, Tensor gamma, Tensor beta, float epsilon, Tensor sum, DropoutBits? bits)
    {
        Tensor y = Tensor.Empty(sum.Shape);
        RowMoments moments = RowMoments.For(
            sum, gamma.Length, Tensor.ShouldRecord(word.Table, tokenType?.Table, position?.Table, gamma, beta));
        new LayerNormForward
        {
            Width = gamma.Length,
            X = sum.Span,
            Sum = sum.Span,
            Gamma = gamma.Span,
            Beta = beta.Span,
            Epsilon = epsilon,
            Y = y.Span,
            OutputMask = bits is null ? default : bits.Mask,
            Mean = moments.Mean,
            ReciprocalDeviation = moments.ReciprocalDeviation,
        }.Run();
        EmbeddingLayerNormDropout node = new(word, tokenType, position, gamma, beta, sum, bits, moments);
        if (moments.AreKept)
        {
            y.GradFn = node;
        }
        else
        {
            node.Dispose();
            sum.Dispose();
        }

        return y;
    }
}
