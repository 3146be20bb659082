using System.Runtime.InteropServices;
using FineTune.Kernels;

namespace FineTune.IO;

/// <summary>A tensor of a torch file: a way of looking at a storage. Its numbers are read only when asked for.</summary>
internal sealed class TorchTensor
{
    /// <summary>The most axes torch's own files have.</summary>
    public const int MaxRank = 64;

    private const int ChunkBytes = 1 << 20;

    public TorchTensor(TorchStorage storage, SafetensorsDType dtype, long offset, IReadOnlyList<long> dims, IReadOnlyList<long> strides, bool requiresGrad)
    {
        Storage = storage;
        DType = dtype;
        Offset = offset;
        Dims = dims;
        Strides = strides;
        RequiresGrad = requiresGrad;
    }

    public TorchTensor(Tensor tensor)
        : this(new TensorStorage(tensor), SafetensorsDType.F32, tensor.Shape)
    {
    }

    public TorchTensor(float scalar)
        : this(new ByteStorage(BitConverter.GetBytes(scalar)), SafetensorsDType.F32, Shape.Scalar)
    {
    }

    public TorchTensor(LongTensor tensor)
        : this(new ByteStorage(MemoryMarshal.AsBytes(tensor.Span).ToArray()), SafetensorsDType.I64, tensor.Shape)
    {
    }

    /// <summary>Initializes a vector of uint8.</summary>
    public TorchTensor(byte[] bytes)
        : this(new ByteStorage(bytes), SafetensorsDType.U8, new Shape(bytes.Length))
    {
    }

    private TorchTensor(TorchStorage storage, SafetensorsDType dtype, Shape shape)
        : this(storage, dtype, 0, [.. shape.Select(dim => (long)dim)], RowMajor([.. shape.Select(dim => (long)dim)]), false)
    {
    }

    public TorchStorage Storage { get; }

    public SafetensorsDType DType { get; }

    /// <summary>Gets where in the storage the first element is, in elements.</summary>
    public long Offset { get; }

    public IReadOnlyList<long> Dims { get; }

    /// <summary>Gets how far apart in the storage neighbours along each axis are, in elements.</summary>
    public IReadOnlyList<long> Strides { get; }

    public bool RequiresGrad { get; }

    public long Length => Dims.Aggregate(1L, (product, dim) => product * dim);

    /// <summary>Gets the sizes as this library counts them.</summary>
    /// <exception cref="TorchFileException">There are more elements than a tensor holds.</exception>
    public Shape Shape
    {
        get
        {
            if (Length > int.MaxValue || Dims.Any(dim => dim > int.MaxValue))
            {
                Throw.TorchFile(Storage.Path, $"a tensor shaped ({string.Join(", ", Dims)}) has more elements than a tensor can hold here");
            }

            return new Shape([.. Dims.Select(dim => (int)dim)]);
        }
    }

    /// <summary>How far apart neighbours are when the last axis is the densest, as torch counts it.</summary>
    public static long[] RowMajor(IReadOnlyList<long> dims)
    {
        long[] strides = new long[dims.Count];
        long stride = 1;
        for (int axis = dims.Count - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= Math.Max(dims[axis], 1);
        }

        return strides;
    }

    /// <summary>Reads floats (F32, F16, BF16, F64) as float32.</summary>
    public void Read(Span<float> destination)
    {
        if (!DTypes.IsFloat(DType))
        {
            Throw.TorchFile(Storage.Path, $"a tensor holds {DTypes.NameOf(DType)}, expected floats");
        }

        Read(destination, FloatFormats.Widen);
    }

    /// <summary>Reads whole numbers as int64.</summary>
    public void ReadLong(Span<long> destination)
    {
        if (!DTypes.IsInteger(DType))
        {
            Throw.TorchFile(Storage.Path, $"a tensor holds {DTypes.NameOf(DType)}, expected whole numbers");
        }

        Read(destination, IntegerFormats.Widen);
    }

    public Tensor ReadTensor()
    {
        Tensor tensor = Tensor.Empty(Shape);
        Read(tensor.Span);
        return tensor;
    }

    public LongTensor ReadLongTensor()
    {
        Shape shape = Shape;
        LongTensor tensor = new(new long[shape.NumElements], shape);
        ReadLong(tensor.Span);
        return tensor;
    }

    /// <summary>Reads a vector of uint8.</summary>
    public byte[] ReadBytes()
    {
        if (DType != SafetensorsDType.U8 || !IsRowMajor)
        {
            Throw.TorchFile(Storage.Path, $"a tensor holds {DTypes.NameOf(DType)}, expected bytes (uint8)");
        }

        byte[] bytes = new byte[Shape.NumElements];
        Storage.Read(bytes, Offset);
        CheckCrc(Crc32.Of(bytes), bytes.Length);
        return bytes;
    }

    private bool IsRowMajor
    {
        get
        {
            long[] expected = RowMajor(Dims);
            return Length == 0 || Enumerable.Range(0, Dims.Count).All(axis => Dims[axis] == 1 || Strides[axis] == expected[axis]);
        }
    }

    private void Read<T>(Span<T> destination, Widen<T> widen)
    {
        if (destination.Length != Length)
        {
            Throw.TorchFile(Storage.Path, $"a tensor shaped ({string.Join(", ", Dims)}) has {Length} elements, but {destination.Length} are expected");
        }

        if (IsRowMajor)
        {
            ReadRun(Offset, destination, widen);
        }
        else
        {
            T[] span = new T[checked((int)(LastElement - Offset + 1))];
            ReadRun(Offset, span, widen);
            Gather(span, destination);
        }
    }

    private long LastElement => Offset + Enumerable.Range(0, Dims.Count).Sum(axis => (Dims[axis] - 1) * Strides[axis]);

    private void ReadRun<T>(long first, Span<T> destination, Widen<T> widen)
    {
        int bytesEach = DTypes.BytesOf(DType);
        byte[] buffer = new byte[Math.Min(ChunkBytes, (long)destination.Length * bytesEach)];
        Crc32 crc = default;
        long bytes = 0;
        while (destination.Length > 0)
        {
            int count = Math.Min(destination.Length, buffer.Length / bytesEach);
            Span<byte> chunk = buffer.AsSpan(0, count * bytesEach);
            Storage.Read(chunk, (first * bytesEach) + bytes);
            crc.Add(chunk);
            widen(DType, chunk, destination[..count]);
            destination = destination[count..];
            bytes += chunk.Length;
        }

        CheckCrc(crc.Value, bytes);
    }

    /// <summary>The checksum is of the whole storage; only then can it be compared.</summary>
    private void CheckCrc(uint crc, long bytes)
    {
        if (bytes == Storage.ByteLength && Storage.Crc is { } expected && crc != expected)
        {
            Throw.TorchFile(Storage.Path, $"the numbers of a tensor shaped ({string.Join(", ", Dims)}) were changed: their checksum is wrong");
        }
    }

    private void Gather<T>(T[] span, Span<T> destination)
    {
        long[] index = new long[Dims.Count];
        long position = 0;
        foreach (ref T element in destination)
        {
            element = span[position];
            for (int axis = Dims.Count - 1; axis >= 0; axis--)
            {
                position += Strides[axis];
                if (++index[axis] < Dims[axis])
                {
                    break;
                }

                position -= Dims[axis] * Strides[axis];
                index[axis] = 0;
            }
        }
    }

    private delegate void Widen<T>(SafetensorsDType dtype, ReadOnlySpan<byte> source, Span<T> destination);
}
