using System.Runtime.InteropServices;

namespace FineTune.IO;

/// <summary>A NumPy array as it is pickled: its kind of numbers (<c>u4</c> is uint32), sizes and little-endian bytes in row-major order.</summary>
internal sealed class NumPyArray
{
    /// <summary>Initializes an array whose content is still to come, as pickles make them.</summary>
    public NumPyArray()
    {
    }

    public NumPyArray(ReadOnlySpan<uint> values) => Fill("u4", [values.Length], MemoryMarshal.AsBytes(values).ToArray());

    public string DType { get; private set; } = "b1";

    public IReadOnlyList<long> Dims { get; private set; } = [0];

    public byte[] Bytes { get; private set; } = [];

    public void Fill(string dtype, IReadOnlyList<long> dims, byte[] bytes)
    {
        DType = dtype;
        Dims = dims;
        Bytes = bytes;
    }

    /// <summary>Gets the elements of an array of uint32, or null when it is another.</summary>
    public uint[]? ToUInt32() => DType == "u4" ? MemoryMarshal.Cast<byte, uint>(Bytes).ToArray() : null;
}
