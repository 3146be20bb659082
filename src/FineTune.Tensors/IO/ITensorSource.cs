namespace FineTune;

/// <summary>Named tensors stored in one file or several: <see cref="SafetensorsFile"/>, <see cref="SafetensorsFolder"/>.</summary>
public interface ITensorSource
{
    /// <summary>Gets the names of the tensors.</summary>
    IEnumerable<string> Names { get; }

    /// <summary>Tells whether there is a tensor of this name.</summary>
    bool Contains(string name);

    /// <summary>Gets the sizes of a tensor's axes.</summary>
    /// <exception cref="IOException">There is no tensor of this name, or it has more than 2^31 - 1 elements.</exception>
    Shape ShapeOf(string name);

    /// <summary>Reads a tensor of floats (F32, F16, BF16, F64) as float32.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="destination">Where to put the elements, in row-major order; as many as the tensor has.</param>
    /// <exception cref="IOException">There is no such tensor, or it holds something else.</exception>
    void Read(string name, Span<float> destination);

    /// <summary>Reads a tensor of whole numbers (I64, I32, I16, I8, U32, U16, U8, BOOL) as int64.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="destination">Where to put the elements, in row-major order; as many as the tensor has.</param>
    /// <exception cref="IOException">There is no such tensor, or it holds something else.</exception>
    void ReadLong(string name, Span<long> destination);

    /// <summary>Reads a tensor of floats (F32, F16, BF16, F64) as float32.</summary>
    /// <exception cref="IOException">There is no such tensor, or it holds something else.</exception>
    Tensor ReadTensor(string name);

    /// <summary>Reads a tensor of whole numbers (I64, I32, I16, I8, U32, U16, U8, BOOL) as int64.</summary>
    /// <exception cref="IOException">There is no such tensor, or it holds something else.</exception>
    LongTensor ReadLongTensor(string name);
}
