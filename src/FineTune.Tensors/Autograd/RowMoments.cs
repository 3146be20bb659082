namespace FineTune.Autograd;

/// <summary>The mean and the reciprocal deviation of each row that a layer normalization keeps for its gradient, or nothing.</summary>
internal readonly struct RowMoments
{
    private readonly Tensor? _values;

    private RowMoments(Tensor? values) => _values = values;

    public bool AreKept => _values is not null;

    public Span<float> Mean => _values is null ? default : _values.Span[..(_values.Length / 2)];

    public Span<float> ReciprocalDeviation => _values is null ? default : _values.Span[(_values.Length / 2)..];

    /// <summary>Makes room for the rows of a tensor, if they are to be kept.</summary>
    public static RowMoments For(Tensor x, int width, bool keep) =>
        new(keep ? Tensor.Empty(new Shape(2, Kernels.RowReduction.Rows(x.Length, width))) : null);
}
