using FineTune.IO;

namespace FineTune;

/// <summary>A tensor to be written to a safetensors file: its name, its numbers and the kind to write them as.</summary>
public sealed class SafetensorsTensor
{
    /// <summary>Initializes a tensor to write; float32 as F32, int64 as I64.</summary>
    /// <param name="name">The name in the file.</param>
    /// <param name="value">The numbers; read when the file is written.</param>
    public SafetensorsTensor(string name, TensorBase value)
        : this(name, value, value is LongTensor ? SafetensorsDType.I64 : SafetensorsDType.F32)
    {
    }

    /// <summary>Initializes a tensor to write as a given kind.</summary>
    /// <param name="name">The name in the file.</param>
    /// <param name="value">The numbers; read when the file is written.</param>
    /// <param name="dtype">
    /// F32, F16, BF16 or F64 for a <see cref="Tensor"/> (rounded to the nearest, ties to even), I64, I32, I16, I8, U32, U16, U8 or Bool for a
    /// <see cref="LongTensor"/> (whose numbers must fit).
    /// </param>
    /// <exception cref="ArgumentException">The kind does not suit the numbers.</exception>
    public SafetensorsTensor(string name, TensorBase value, SafetensorsDType dtype)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        if (value is Tensor ? !DTypes.IsFloat(dtype) : !DTypes.IsInteger(dtype))
        {
            Throw.SafetensorsCannotWrite(name, value is Tensor, dtype);
        }

        Name = name;
        Value = value;
        DType = dtype;
    }

    /// <summary>Gets the name in the file.</summary>
    public string Name { get; }

    /// <summary>Gets the numbers.</summary>
    public TensorBase Value { get; }

    /// <summary>Gets the kind they are written as.</summary>
    public SafetensorsDType DType { get; }

    /// <summary>Gets the number of bytes they take in the file.</summary>
    public long ByteLength => (long)Value.Length * DTypes.BytesOf(DType);
}
