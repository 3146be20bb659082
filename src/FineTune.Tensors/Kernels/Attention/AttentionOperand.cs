namespace FineTune.Kernels;

/// <summary>Where the columns of a head lie in packed rows: those of one product, or of a wider one that queries, keys and values share.</summary>
/// <param name="start">The first column of the first head in the first row.</param>
/// <param name="row">From row to row, in floats.</param>
/// <param name="head">From head to head.</param>
internal readonly unsafe struct AttentionOperand(float* start, nint row, nint head)
{
    /// <summary>Gets the distance between rows, in floats.</summary>
    public nint Row => row;

    /// <summary>Gets where a head's columns of a row begin.</summary>
    public float* At(nint index, int number) => start + (index * row) + (number * head);
}
