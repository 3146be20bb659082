using FineTune.Runtime;

namespace FineTune.Training;

/// <summary>
/// Copies of tensors to be written later. Their memory is not the pool's, which keeps what it once had: it is free again when they are
/// written, and never taken for the rows of a table's moments that are zero.
/// </summary>
internal static class TensorCopy
{
    public static Tensor Of(Tensor tensor)
    {
        using (TensorScope.Suspend())
        {
            return new Tensor(Storage.Copy(tensor.Span), tensor.Shape);
        }
    }
}
