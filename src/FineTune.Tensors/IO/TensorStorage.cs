using System.Runtime.InteropServices;

namespace FineTune.IO;

/// <summary>The numbers of a tensor: no copy is kept, they are read when they are written.</summary>
internal sealed class TensorStorage : TorchStorage
{
    private readonly Tensor _tensor;

    public TensorStorage(Tensor tensor)
        : base((long)tensor.Length * sizeof(float)) => _tensor = tensor;

    public override void Read(Span<byte> destination, long position)
    {
        // Positions and lengths are whole floats: storages are read as what they hold.
        int first = (int)(position / sizeof(float));
        _tensor.Read(first, MemoryMarshal.Cast<byte, float>(destination));
    }

    public override void WriteTo(Stream stream) => TensorNumbers.Write(_tensor, stream);
}
