using FineTune.Autograd;

namespace FineTune;

/// <content>Other shapes, parts and combinations.</content>
public partial class Tensor
{
    /// <summary>Joins tensors along an axis; all their other axes must have equal sizes.</summary>
    /// <param name="tensors">At least one tensor.</param>
    /// <param name="axis">The axis along which they follow one another. Default 0.</param>
    /// <exception cref="ShapeMismatchException">Another axis differs.</exception>
    public static Tensor Cat(ReadOnlySpan<Tensor> tensors, int axis = 0) => Autograd.Cat.Apply(tensors, axis);

    /// <summary>Joins tensors of equal shape along a new axis.</summary>
    /// <param name="tensors">At least one tensor.</param>
    /// <param name="axis">Where the new axis stands in the result. Default 0.</param>
    public static Tensor Stack(ReadOnlySpan<Tensor> tensors, int axis = 0)
    {
        Tensor[] raised = new Tensor[tensors.Length];
        for (int i = 0; i < raised.Length; i++)
        {
            raised[i] = tensors[i].Unsqueeze(axis);
        }

        return Cat(raised, axis);
    }

    /// <summary>Gets the same numbers under another shape, in the same memory.</summary>
    /// <param name="dims">The sizes of the axes; one may be -1, which stands for what is left.</param>
    /// <exception cref="ShapeMismatchException">The sizes do not multiply to the number of elements.</exception>
    public Tensor Reshape(params ReadOnlySpan<int> dims)
    {
        int known = 1;
        int open = -1;
        int[] sizes = dims.ToArray();
        for (int i = 0; i < sizes.Length; i++)
        {
            open = sizes[i] == -1 && open < 0 ? i : open;
            known *= i == open ? 1 : sizes[i];
        }

        if (open >= 0)
        {
            sizes[open] = known > 0 ? Length / known : 0;
            known *= sizes[open];
        }

        if (known != Length || Array.Exists(sizes, size => size < 0))
        {
            Throw.CannotReshape(Shape, dims);
        }

        return Reshape(new Shape(sizes));
    }

    /// <summary>Gets the same numbers under another shape, in the same memory.</summary>
    /// <exception cref="ShapeMismatchException">The shape holds another number of elements.</exception>
    public Tensor Reshape(Shape shape)
    {
        if (shape.NumElements != Length)
        {
            Throw.CannotReshape(Shape, shape.ToArray());
        }

        return Autograd.Reshape.Apply(this, shape);
    }

    /// <summary>Gets the tensor with a new axis of size 1.</summary>
    /// <param name="axis">Where the new axis stands in the result; negative counts from its end.</param>
    public Tensor Unsqueeze(int axis)
    {
        int index = axis < 0 ? axis + Shape.Rank + 1 : axis;
        if (index < 0 || index > Shape.Rank)
        {
            Throw.AxisOutOfRange("Unsqueeze", axis, Shape);
        }

        int[] dims = Shape.ToArray();
        return Reshape(new Shape([.. dims[..index], 1, .. dims[index..]]));
    }

    /// <summary>Gets the tensor without an axis of size 1; as it is when the axis has another size.</summary>
    /// <param name="axis">The axis; negative counts from the end.</param>
    public Tensor Squeeze(int axis)
    {
        Axis along = Axis.Of("Squeeze", Shape, axis);
        return along.Size == 1 ? Reshape(along.Replace(Shape, null)) : this;
    }

    /// <summary>Gets the tensor with two axes exchanged, in memory of its own.</summary>
    /// <param name="axis0">One axis; negative counts from the end.</param>
    /// <param name="axis1">The other.</param>
    public Tensor Transpose(int axis0, int axis1) => Autograd.Transpose.Apply(this, axis0, axis1);

    /// <summary>Gets the elements repeated along axes of size 1, and along new leading axes, to fill a larger shape.</summary>
    /// <exception cref="ShapeMismatchException">An axis is neither 1 nor as large as the shape's.</exception>
    public Tensor Expand(Shape shape) => Autograd.Expand.Apply(this, shape);

    /// <summary>Gets a range of indices of one axis.</summary>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="start">The first index.</param>
    /// <param name="length">How many indices.</param>
    public Tensor Narrow(int axis, int start, int length) => Autograd.Narrow.Apply(this, axis, start, length);

    /// <summary>Gets one index of an axis; the axis goes.</summary>
    /// <param name="axis">The axis; negative counts from the end.</param>
    /// <param name="index">The index.</param>
    public Tensor Select(int axis, int index)
    {
        Tensor range = Narrow(axis, index, 1);
        return range.Squeeze(axis);
    }

    /// <summary>Gets rows (indices of the first axis) by their numbers, in the order given; a row may be taken more than once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Tensor IndexSelect(params ReadOnlySpan<int> rows) => Autograd.IndexSelect.Apply(this, rows);
}
