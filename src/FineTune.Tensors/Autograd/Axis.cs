namespace FineTune.Autograd;

/// <summary>A tensor seen from one of its axes: how many elements lie outside it, along it and inside it.</summary>
internal readonly record struct Axis(int Index, int Outer, int Size, int Inner)
{
    /// <summary>Resolves an axis, which may be negative, of a shape.</summary>
    public static Axis Of(string operation, Shape shape, int axis)
    {
        int index = Normalize(operation, shape, axis);
        int outer = 1;
        int inner = 1;
        for (int i = 0; i < shape.Rank; i++)
        {
            outer *= i < index ? shape[i] : 1;
            inner *= i > index ? shape[i] : 1;
        }

        return new Axis(index, outer, shape[index], inner);
    }

    /// <summary>Gets the index of an axis, which may be negative.</summary>
    public static int Normalize(string operation, Shape shape, int axis)
    {
        int index = axis < 0 ? axis + shape.Rank : axis;
        if (index < 0 || index >= shape.Rank)
        {
            Throw.AxisOutOfRange(operation, axis, shape);
        }

        return index;
    }

    /// <summary>Gets the shape with another size for this axis, or without it.</summary>
    public Shape Replace(Shape shape, int? size)
    {
        List<int> dims = [.. shape.ToArray()];
        if (size is { } value)
        {
            dims[Index] = value;
        }
        else
        {
            dims.RemoveAt(Index);
        }

        return new Shape([.. dims]);
    }
}
