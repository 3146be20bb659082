namespace FineTune.Kernels;

/// <summary>A matrix as an operand of a product, stored row by row.</summary>
internal readonly ref struct GemmOperand
{
    /// <summary>Initializes an operand of float32 numbers; <paramref name="distance"/> is that between the beginnings of stored rows, and what is stored may be the transposed operand.</summary>
    public GemmOperand(ReadOnlySpan<float> elements, int distance, bool isTransposed = false)
        : this(elements, distance, isTransposed, isNarrow: false)
    {
    }

    private GemmOperand(ReadOnlySpan<float> elements, int distance, bool isTransposed, bool isNarrow)
    {
        Elements = elements;
        Distance = distance;
        IsTransposed = isTransposed;
        IsNarrow = isNarrow;
    }

    /// <summary>Gets the elements, or the pairs of narrow ones.</summary>
    public ReadOnlySpan<float> Elements { get; }

    /// <summary>Gets the distance between the beginnings of stored rows, in elements.</summary>
    public int Distance { get; }

    /// <summary>Gets whether the transposed operand is stored.</summary>
    public bool IsTransposed { get; }

    /// <summary>Gets whether the elements are bfloat16 numbers as <see cref="NarrowRows"/> has them.</summary>
    public bool IsNarrow { get; }

    /// <summary>An operand in bfloat16 whose rows have so many numbers.</summary>
    public static GemmOperand Narrow(ReadOnlySpan<float> pairs, int columns, bool isTransposed = false) =>
        new(pairs, 2 * NarrowRows.Distance(columns), isTransposed, isNarrow: true);

    /// <summary>Fails where a matrix of so many rows and columns reaches past the elements.</summary>
    public void Require(string name, int rows, int columns)
    {
        (int stored, int length) = IsTransposed ? (columns, rows) : (rows, columns);
        long elements = IsNarrow ? 2L * Elements.Length : Elements.Length;
        long needed = IsNarrow ? (long)stored * Distance : ((stored - 1L) * Distance) + length; // Of narrow rows the zeros behind them are read too.
        if (stored > 0 && length > 0 && ((IsNarrow ? Distance != 2 * NarrowRows.Distance(length) : Distance < length) || elements < needed))
        {
            Throw.OperandTooSmall(name, elements, stored, length, Distance);
        }
    }
}
