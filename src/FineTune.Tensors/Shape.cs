using System.Collections;

namespace FineTune;

/// <summary>The sizes of a tensor's axes, outermost first. Prints as <c>(2, 128, 768)</c>; a scalar is <c>()</c>.</summary>
public readonly struct Shape : IEquatable<Shape>, IReadOnlyList<int>
{
    private readonly int[]? _dims;

    /// <summary>Initializes a shape from the sizes of its axes.</summary>
    /// <param name="dims">The sizes, outermost first; none may be negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public Shape(params ReadOnlySpan<int> dims)
    {
        long length = 1;
        foreach (int dim in dims)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(dim, nameof(dims));
            length = checked(length * dim);
        }

        _dims = dims.ToArray();
        NumElements = checked((int)length);
    }

    /// <summary>Gets the shape of a scalar.</summary>
    public static Shape Scalar { get; } = new([]);

    /// <summary>Gets the number of axes.</summary>
    public int Rank => Dims.Length;

    /// <summary>Gets the number of elements: the product of the sizes, 1 for a scalar.</summary>
    public int NumElements => _dims is null ? 1 : field;

    /// <summary>Gets the number of axes, so that <c>shape[^1]</c> and <c>[.. shape]</c> mean axes.</summary>
    public int Count => Rank;

    private int[] Dims => _dims ?? [];

    /// <summary>Gets the size of an axis; negative indices count from the end.</summary>
    /// <param name="axis">The axis, from <c>-Rank</c> to <c>Rank - 1</c>.</param>
    public int this[int axis] => Dims[axis < 0 ? axis + Rank : axis];

    /// <summary>Compares two shapes axis by axis.</summary>
    public static bool operator ==(Shape left, Shape right) => left.Equals(right);

    /// <summary>Compares two shapes axis by axis.</summary>
    public static bool operator !=(Shape left, Shape right) => !left.Equals(right);

    /// <summary>Gets this shape with another size of the last axis.</summary>
    internal Shape WithLast(int size)
    {
        Span<int> dims = stackalloc int[Rank];
        Dims.CopyTo(dims);
        dims[^1] = size;
        return new Shape(dims);
    }

    /// <summary>Gets the sizes as an array of their own.</summary>
    public int[] ToArray() => [.. Dims];

    /// <inheritdoc/>
    public bool Equals(Shape other) => Dims.AsSpan().SequenceEqual(other.Dims);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (int dim in Dims)
        {
            hash.Add(dim);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)Dims).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => "(" + string.Join(", ", Dims) + ")";
}
