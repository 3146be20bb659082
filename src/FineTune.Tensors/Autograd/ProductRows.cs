using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Autograd;

/// <summary>The rows of a tensor as the products of a linear layer read them: as they are, or in bfloat16, rounded once for all products (<see cref="NarrowRows"/>).</summary>
internal readonly ref struct ProductRows(Tensor x, Storage? rounded, int columns)
{
    /// <summary>Gets where they lie in bfloat16; null in float32.</summary>
    public Storage? Rounded { get; } = rounded;

    /// <summary>Gets them as an operand.</summary>
    public GemmOperand Operand => Rounded is null ? new(x.Span, columns) : GemmOperand.Narrow(Rounded.Peek, columns);

    /// <summary>Gets them as the columns of an operand.</summary>
    public GemmOperand Transposed => Rounded is null ? new(x.Span, columns, isTransposed: true) : GemmOperand.Narrow(Rounded.Peek, columns, isTransposed: true);

    /// <summary>
    /// Rows that are read once more, by other layers or on the way back: what is rounded stays with the tensor's elements, as long as these are what they were.
    /// Call <see cref="GiveBack"/> after the products.
    /// </summary>
    public static ProductRows Kept(Tensor x, int columns, MatMulPrecision precision)
    {
        if (precision == MatMulPrecision.Single)
        {
            return new(x, null, columns);
        }

        Storage storage = x.Storage;
        if (storage.TakeRounded(columns) is not { } rounded)
        {
            ReadOnlySpan<float> values = x.Span;
            int handedOut = storage.HandedOut;
            rounded = Round(values, columns, storage.IsPooled);
            storage.KeepRounded(rounded, columns, handedOut);
        }

        return new(x, rounded, columns);
    }

    /// <summary>Rows that are not kept for others: those that somebody else keeps, or rounded until <see cref="GiveBack"/>.</summary>
    public static ProductRows Brief(Tensor x, int columns, MatMulPrecision precision) => new(
        x,
        precision == MatMulPrecision.Single ? null : x.Storage.TakeRounded(columns) ?? Round(x.Span, columns, isPooled: TensorScope.IsOpen),
        columns);

    /// <summary>Gives back what was rounded, but for those who keep it.</summary>
    public void GiveBack() => Rounded?.RemoveUser();

    private static Storage Round(ReadOnlySpan<float> values, int columns, bool isPooled)
    {
        int length = columns == 0 ? 0 : checked(values.Length / columns * NarrowRows.Distance(columns));
        Storage rounded = isPooled ? BufferPool.Rent(length, clear: false) : Storage.Alone(length, clear: false);
        NarrowRows.Round(values, columns, rounded.RawSpan);
        return rounded;
    }
}
