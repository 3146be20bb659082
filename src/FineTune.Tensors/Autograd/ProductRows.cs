using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>
/// The rows of a tensor as the products of linear layers read them in some precision: as they are, or rounded once for all products, in half the memory
/// (<see cref="Tensor.RoundedRows"/>).
/// </summary>
internal readonly struct ProductRows
{
    private readonly Tensor _values;
    private readonly int _columns;
    private readonly bool _isNarrow;

    /// <summary>Reads a tensor as rows of so many numbers; they are as they are now, whatever becomes of the tensor.</summary>
    public ProductRows(Tensor x, int columns, MatMulPrecision precision)
    {
        _isNarrow = precision == MatMulPrecision.Bfloat16;
        _values = _isNarrow ? x.RoundedRows(columns) : x;
        _columns = columns;
    }

    /// <summary>Gets them as an operand.</summary>
    public GemmOperand Operand => _isNarrow ? GemmOperand.Narrow(_values.Span, _columns) : new(_values.Span, _columns);

    /// <summary>Gets them as the columns of an operand.</summary>
    public GemmOperand Transposed => _isNarrow ? GemmOperand.Narrow(_values.Span, _columns, isTransposed: true) : new(_values.Span, _columns, isTransposed: true);
}
