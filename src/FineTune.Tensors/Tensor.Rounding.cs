using FineTune.Kernels;

namespace FineTune;

/// <content>The numbers in bfloat16, for products.</content>
public partial class Tensor
{
    private Tensor? _rounded;
    private int _roundedColumns;
    private int _handedOutThen;

    /// <summary>
    /// Gets the tensor's rows rounded to bfloat16 (<see cref="NarrowRows"/>), made when first asked for and given back with the tensor. They are made again when
    /// anybody asked for the elements in between, who may have changed them; whoever keeps them for later keeps what they were.
    /// </summary>
    internal Tensor RoundedRows(int columns)
    {
        if (_rounded is not { IsDisposed: false } || _roundedColumns != columns || _handedOutThen != Storage.HandedOut)
        {
            Span<float> values = Span;
            (_handedOutThen, _roundedColumns) = (Storage.HandedOut, columns);
            _rounded = Empty(new Shape(columns == 0 ? 0 : Length / columns, NarrowRows.Distance(columns)));
            NarrowRows.Round(values, columns, _rounded.Span);
        }

        return _rounded;
    }
}
