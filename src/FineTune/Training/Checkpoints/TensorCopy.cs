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
        float[] numbers = GC.AllocateUninitializedArray<float>(tensor.Length);
        tensor.Span.CopyTo(numbers);
        using (TensorScope.Suspend())
        {
            return new Tensor(new Storage(numbers, offset: 0, numbers.Length), tensor.Shape);
        }
    }
}
