using FineTune.Autograd;

namespace FineTune;

/// <content>Sums, means and what is computed along an axis.</content>
public partial class Tensor
{
    /// <summary>Gets the sum of all elements, a scalar.</summary>
    public Tensor Sum() => Autograd.Sum.Apply(this, 1f);

    /// <summary>Gets the sums along an axis.</summary>
    /// <param name="axis">The axis that is summed; negative counts from the end.</param>
    /// <param name="keepDim">Whether the axis stays, with size 1. Default false.</param>
    public Tensor Sum(int axis, bool keepDim = false) => SumAxis.Apply(this, Axis.Of("Sum", Shape, axis), keepDim, 1f);

    /// <summary>Gets the mean of all elements, a scalar; NaN if there are none.</summary>
    public Tensor Mean() => Autograd.Sum.Apply(this, Length);

    /// <summary>Gets the means along an axis.</summary>
    /// <param name="axis">The axis that is averaged; negative counts from the end.</param>
    /// <param name="keepDim">Whether the axis stays, with size 1. Default false.</param>
    public Tensor Mean(int axis, bool keepDim = false)
    {
        Axis along = Axis.Of("Mean", Shape, axis);
        return SumAxis.Apply(this, along, keepDim, along.Size);
    }

    /// <summary>Gets e^x divided by the sum of e^x along an axis.</summary>
    /// <param name="axis">The axis. Default -1, the last.</param>
    public Tensor Softmax(int axis = -1) => AlongLast("Softmax", axis, Autograd.Softmax.Apply);

    /// <summary>Gets the logarithm of <see cref="Softmax"/>, computed without loss of digits.</summary>
    /// <param name="axis">The axis. Default -1, the last.</param>
    public Tensor LogSoftmax(int axis = -1) => AlongLast("LogSoftmax", axis, Autograd.LogSoftmax.Apply);

    /// <summary>Gets the index of the greatest element along an axis, the first of equals; NaN counts as greatest, as in NumPy.</summary>
    /// <param name="axis">The axis that goes away; negative counts from the end. Default -1, the last.</param>
    /// <exception cref="ArgumentException">The axis is out of range, or has no element.</exception>
    public LongTensor ArgMax(int axis = -1)
    {
        Axis along = Shape.Rank == 0 ? new Axis(0, 1, 1, 1) : Axis.Of("ArgMax", Shape, axis);
        if (along.Size == 0)
        {
            Throw.NothingToCompare(Shape);
        }

        long[] result = new long[along.Outer * along.Inner];
        ReadOnlySpan<float> elements = Span;
        for (int r = 0; r < result.Length; r++)
        {
            (int outer, int inner) = Math.DivRem(r, along.Inner);
            result[r] = IndexOfMax(elements[((outer * along.Size * along.Inner) + inner)..], along);
        }

        return new LongTensor(result, Shape.Rank == 0 ? Shape : along.Replace(Shape, null));
    }

    private static int IndexOfMax(ReadOnlySpan<float> elements, Axis along)
    {
        int best = 0;
        for (int i = 1; i < along.Size && !float.IsNaN(elements[best * along.Inner]); i++)
        {
            float element = elements[i * along.Inner];
            if (element > elements[best * along.Inner] || float.IsNaN(element))
            {
                best = i;
            }
        }

        return best;
    }

    private Tensor AlongLast(string operation, int axis, Func<Tensor, Tensor> apply)
    {
        int last = Shape.Rank - 1;
        int index = Axis.Normalize(operation, Shape, axis);
        return index == last ? apply(this) : apply(Transpose(index, last)).Transpose(index, last);
    }
}
