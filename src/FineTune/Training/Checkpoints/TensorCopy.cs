using FineTune.Runtime;

namespace FineTune.Training;

/// <summary>
/// Copies of tensors to be written later. Their memory is not the pool's, which keeps what it once had: it is free again when they are
/// written.
/// </summary>
internal static class TensorCopy
{
    public static Tensor Of(Tensor tensor)
    {
        Storage storage = Storage.Alone(tensor.Length, clear: false);
        tensor.Span.CopyTo(storage.Span);
        using (TensorScope.Suspend())
        {
            return new Tensor(storage, tensor.Shape);
        }
    }
}
