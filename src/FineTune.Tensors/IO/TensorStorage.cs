using System.Runtime.InteropServices;

namespace FineTune.IO;

/// <summary>The numbers of a tensor, which are not copied.</summary>
internal sealed class TensorStorage : TorchStorage
{
    private const int FloatsAtOnce = 1 << 20;

    private readonly Tensor _tensor;

    public TensorStorage(Tensor tensor)
        : base((long)tensor.Length * sizeof(float)) => _tensor = tensor;

    public override void Read(Span<byte> destination, long position)
    {
        // Positions and lengths are whole floats: storages are read as what they hold.
        int first = (int)(position / sizeof(float));
        MemoryMarshal.AsBytes(_tensor.Span.Slice(first, destination.Length / sizeof(float))).CopyTo(destination);
    }

    public override void WriteTo(Stream stream)
    {
        for (int start = 0; start < _tensor.Length; start += FloatsAtOnce)
        {
            stream.Write(MemoryMarshal.AsBytes(_tensor.Span.Slice(start, Math.Min(FloatsAtOnce, _tensor.Length - start))));
        }
    }
}
