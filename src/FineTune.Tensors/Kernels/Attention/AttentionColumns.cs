namespace FineTune.Kernels;

/// <summary>
/// Packed rows of which each head owns some columns: head h those from <c>start + h * head</c> on. Queries, keys and values may be columns of one matrix.
/// </summary>
/// <param name="rows">The whole matrix.</param>
/// <param name="start">The first column of the first head.</param>
/// <param name="row">From row to row, in floats.</param>
/// <param name="head">From head to head, in floats.</param>
internal readonly ref struct AttentionColumns(Span<float> rows, int start, int row, int head)
{
    public Span<float> Rows { get; } = rows;

    /// <summary>Gets the same with the matrix at an address.</summary>
    public unsafe AttentionOperand At(float* address) => new(address + start, row, head);
}
