using System.Runtime.InteropServices;

namespace FineTune.IO;

/// <summary>The numbers of a tensor, which are not copied.</summary>
internal sealed class TensorStorage : TorchStorage
{
    private const int FloatsAtOnce = 1 << 16;

    private readonly Tensor _tensor;

    public TensorStorage(Tensor tensor)
        : base((long)tensor.Length * sizeof(float)) => _tensor = tensor;

    public override void Read(Span<byte> destination, long position)
    {
        // Positions and lengths are whole floats: storages are read as what they hold.
        int first = (int)(position / sizeof(float));
        _tensor.Read(first, MemoryMarshal.Cast<byte, float>(destination));
    }

    public override void WriteTo(Stream stream) => Write(_tensor, stream);

    /// <summary>Writes the numbers of a tensor.</summary>
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
