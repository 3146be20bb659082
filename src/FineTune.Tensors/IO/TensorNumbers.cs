using System.Runtime.InteropServices;

namespace FineTune.IO;

/// <summary>Writes the numbers of tensors to files.</summary>
internal static class TensorNumbers
{
    private const int FloatsAtOnce = 1 << 16;

    /// <summary>Writes all numbers of a tensor as float32, a piece at a time.</summary>
    public static void Write(Tensor tensor, Stream stream)
    {
        float[] buffer = new float[Math.Min(FloatsAtOnce, tensor.Length)];
        for (int start = 0; start < tensor.Length; start += FloatsAtOnce)
        {
            Span<float> piece = buffer.AsSpan(0, Math.Min(FloatsAtOnce, tensor.Length - start));
            tensor.Read(start, piece);
            stream.Write(MemoryMarshal.AsBytes(piece));
        }
    }
}
