using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>Queries, keys or values of all heads in packed rows: head h has the columns from <c>Start + h * HeadStride</c> on.</summary>
/// <param name="Rows">A matrix of packed rows; it may hold more than this.</param>
/// <param name="Start">The first column of the first head.</param>
/// <param name="HeadStride">From head to head.</param>
internal readonly record struct HeadColumns(Tensor Rows, int Start, int HeadStride)
{
    /// <summary>Gets these columns of the matrix.</summary>
    public AttentionColumns Columns => Of(Rows);

    /// <summary>Gets the same columns of another matrix, as of the gradient.</summary>
    public AttentionColumns Of(Tensor rows) => new(rows.Span, Start, Rows.Shape[-1], HeadStride);
}
