using System.Buffers;

namespace FineTune;

/// <summary>Whole numbers in row-major order: token ids, masks, class labels. Never takes part in differentiation.</summary>
public sealed class LongTensor : TensorBase
{
    private readonly bool _isRented;
    private long[]? _data;

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

    /// <summary>Initializes a tensor of undefined content in memory that <see cref="Release"/> gives back.</summary>
    private LongTensor(Shape shape)
        : base(shape)
    {
        _data = ArrayPool<long>.Shared.Rent(Length);
        _isRented = true;
    }

    /// <summary>Gets the elements in row-major order; writing through the span changes the tensor.</summary>
    /// <exception cref="ObjectDisposedException">It belongs to a batch whose step is over.</exception>
    public Span<long> Span
    {
        get
        {
            if (_data is null)
            {
                Throw.BatchIsOver();
            }

            return _data.AsSpan(0, Length);
        }
    }

    /// <summary>Gets or sets an element by its position in row-major order.</summary>
    public long this[int index]
    {
        get => Span[index];
        set => Span[index] = value;
    }

    /// <summary>Gets the elements as an array of their own.</summary>
    public long[] ToArray() => Span.ToArray();

    /// <summary>Gets the numbers as NumPy prints an array's: aligned, and elided where there are more than a thousand.</summary>
    public override string ToString() => _data is null ? DebuggerText : ArrayText.Of<long>(Span, Shape);

    private protected override string DebuggerText => _data is null ? $"LongTensor{Shape}, given back" : ArrayText.Line<long>("LongTensor", Span, Shape);

    /// <summary>Makes a tensor of undefined content: with an array of its own, or in memory to be given back by <see cref="Release"/>.</summary>
    internal static LongTensor Empty(Shape shape, bool rented) => rented ? new LongTensor(shape) : new LongTensor(new long[shape.NumElements], shape);

    /// <summary>Gives rented memory back; later use throws. Does nothing to a tensor over an array of its own.</summary>
    internal void Release()
    {
        if (_isRented && Interlocked.Exchange(ref _data, null) is { } data)
        {
            ArrayPool<long>.Shared.Return(data);
        }
    }
}
