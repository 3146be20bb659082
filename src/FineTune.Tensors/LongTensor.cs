namespace FineTune;

/// <summary>Whole numbers in row-major order: token ids, masks, class labels. Never takes part in differentiation.</summary>
public sealed class LongTensor : TensorBase
{
    private readonly long[] _data;

    /// <summary>Initializes a tensor over <paramref name="data"/>, which it does not copy.</summary>
    /// <param name="data">The elements in row-major order.</param>
    /// <param name="shape">The sizes of the axes; their product must be the number of elements.</param>
    /// <exception cref="ShapeMismatchException">The shape does not hold as many elements as <paramref name="data"/>.</exception>
    public LongTensor(long[] data, Shape shape)
        : base(shape)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Length != shape.NumElements)
        {
            Throw.DataDoesNotFillShape(data.Length, shape);
        }

        _data = data;
    }

    /// <summary>Gets the elements in row-major order; writing through the span changes the tensor.</summary>
    public Span<long> Span => _data;

    /// <summary>Gets or sets an element by its position in row-major order.</summary>
    public long this[int index]
    {
        get => _data[index];
        set => _data[index] = value;
    }

    /// <summary>Gets the elements as an array of their own.</summary>
    public long[] ToArray() => [.. _data];

    /// <inheritdoc/>
    public override string ToString() => $"LongTensor{Shape}";
}
