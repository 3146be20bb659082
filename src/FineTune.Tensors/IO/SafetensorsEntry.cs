namespace FineTune;

/// <summary>What the header of a safetensors file says of one tensor.</summary>
public sealed class SafetensorsEntry
{
    internal SafetensorsEntry(string name, SafetensorsDType dtype, long[] dims, long begin, long end)
    {
        Name = name;
        DType = dtype;
        Dims = dims;
        Begin = begin;
        End = end;
    }

    /// <summary>Gets the tensor's name.</summary>
    public string Name { get; }

    /// <summary>Gets the kind of numbers.</summary>
    public SafetensorsDType DType { get; }

    /// <summary>Gets the sizes of the axes, outermost first; empty for a scalar.</summary>
    public IReadOnlyList<long> Dims { get; }

    /// <summary>Gets the number of bytes the tensor takes in the file.</summary>
    public long ByteLength => End - Begin;

    /// <summary>Gets the number of elements.</summary>
    public long Length => Dims.Aggregate(1L, (product, dim) => product * dim);

    /// <summary>Gets where the tensor begins, counted from the end of the header.</summary>
    internal long Begin { get; }

    /// <summary>Gets where it ends.</summary>
    internal long End { get; }

    /// <summary>Gets the sizes as this library counts them, or null when they are more than a tensor holds.</summary>
    internal Shape? ShapeOrNull
    {
        get
        {
            Int128 product = 1;
            foreach (long dim in Dims)
            {
                product *= Math.Max(dim, 1);
                if (product > int.MaxValue)
                {
                    return null;
                }
            }

            return new Shape([.. Dims.Select(dim => (int)dim)]);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {IO.DTypes.NameOf(DType)} ({string.Join(", ", Dims)})";
}
