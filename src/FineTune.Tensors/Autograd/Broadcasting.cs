using System.Runtime.CompilerServices;
using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>
/// Combines tensors of different shapes as NumPy and torch do: shapes are aligned at their last axes, and axes of size 1, or missing, repeat.
/// </summary>
internal static class Broadcasting
{
    /// <summary>Gets the shape two shapes combine to.</summary>
    public static Shape Resolve(string operation, Shape left, Shape right)
    {
        if (left == right)
        {
            return left;
        }

        int[] dims = new int[Math.Max(left.Rank, right.Rank)];
        for (int i = 1; i <= dims.Length; i++)
        {
            int leftDim = i <= left.Rank ? left[-i] : 1;
            int rightDim = i <= right.Rank ? right[-i] : 1;
            if (leftDim != rightDim && leftDim != 1 && rightDim != 1)
            {
                Throw.ShapesDoNotBroadcast(operation, left, right, i);
            }

            dims[^i] = leftDim == 1 ? rightDim : leftDim;
        }

        return new Shape(dims);
    }

    /// <summary>result = op(left, right), where result has the shape the two combine to.</summary>
    public static void Apply<TOp>(TOp op, Tensor left, Tensor right, Tensor result)
        where TOp : struct, IBinaryOp
    {
        Shape shape = result.Shape;
        if (left.Shape == right.Shape)
        {
            Map.Run(op, left.Span, right.Span, result.Span);
        }
        else if (right.Length == 1 && left.Length == shape.NumElements)
        {
            Map.Run(new WithRight<TOp>(op, right.Span[0]), left.Span, result.Span);
        }
        else if (left.Length == 1 && right.Length == shape.NumElements)
        {
            Map.Run(new WithLeft<TOp>(op, left.Span[0]), right.Span, result.Span);
        }
        else if (left.Length == shape.NumElements && IsRowOf(right.Shape, shape))
        {
            Map.RunRows(op, left.Span, right.Span, result.Span);
        }
        else if (right.Length == shape.NumElements && IsRowOf(left.Shape, shape))
        {
            Map.RunRows(new Swapped<TOp>(op), right.Span, left.Span, result.Span);
        }
        else
        {
            using Tensor expandedLeft = Expanded(left, shape);
            using Tensor expandedRight = Expanded(right, shape);
            Map.Run(op, expandedLeft.Span, expandedRight.Span, result.Span);
        }
    }

    /// <summary>Repeats the elements of <paramref name="source"/> to fill the larger shape of <paramref name="destination"/>.</summary>
    public static void Expand(Tensor source, Tensor destination)
    {
        ReadOnlySpan<float> from = source.Span;
        Span<float> to = destination.Span;
        BroadcastRows rows = new(source.Shape, destination.Shape);
        while (rows.MoveNext())
        {
            Span<float> row = to.Slice(rows.Large, rows.Width);
            if (rows.RepeatsElements)
            {
                row.Fill(from[rows.Small]);
            }
            else
            {
                from.Slice(rows.Small, rows.Width).CopyTo(row);
            }
        }
    }

    /// <summary>destination = or += the sums of the elements of <paramref name="source"/> that its elements were repeated to.</summary>
    public static void Reduce(Tensor source, Tensor destination, bool accumulate)
    {
        if (destination.Length == source.Length)
        {
            Arithmetic.Copy(source.Span, destination.Span, accumulate);
        }
        else if (destination.Length == 1)
        {
            Arithmetic.Fill(Kernels.Reduction.Sum(source.Span), destination.Span, accumulate);
        }
        else if (IsRowOf(destination.Shape, source.Shape))
        {
            ColumnSum.Run(source.Span, destination.Span, accumulate);
        }
        else
        {
            ReduceRows(source, destination, accumulate);
        }
    }

    /// <summary>
    /// Adds a gradient of the broadcast shape to the gradient of an input. <paramref name="gradient"/> may be taken over: pass a view of what
    /// is used again.
    /// </summary>
    public static void Flow(GradientSink gradients, Tensor input, Tensor gradient)
    {
        if (!input.NeedsGrad || input.Shape == gradient.Shape)
        {
            gradients.Add(input, gradient);
            return;
        }

        Tensor target = gradients.Target(input, out bool accumulate);
        Reduce(gradient, target, accumulate);
        gradient.Dispose();
    }

    private static void ReduceRows(Tensor source, Tensor destination, bool accumulate)
    {
        Span<float> to = destination.Span;
        if (!accumulate)
        {
            to.Clear();
        }

        BroadcastRows rows = new(destination.Shape, source.Shape);
        while (rows.MoveNext())
        {
            ReadOnlySpan<float> row = source.Span.Slice(rows.Large, rows.Width);
            if (rows.RepeatsElements)
            {
                to[rows.Small] += Kernels.Reduction.Sum(row);
            }
            else
            {
                Span<float> target = to.Slice(rows.Small, rows.Width);
                Arithmetic.Add(target, row, target);
            }
        }
    }

    private static Tensor Expanded(Tensor tensor, Shape shape)
    {
        if (tensor.Shape == shape)
        {
            return tensor.View(shape);
        }

        Tensor expanded = Tensor.Empty(shape);
        Expand(tensor, expanded);
        return expanded;
    }

    /// <summary>Whether a shape, without leading ones, is the end of another: its elements repeat as a whole.</summary>
    private static bool IsRowOf(Shape row, Shape shape)
    {
        int rank = row.Rank;
        while (rank > 0 && row[-rank] == 1)
        {
            rank--;
        }

        for (int i = 1; i <= rank; i++)
        {
            if (row[-i] != shape[-i])
            {
                return false;
            }
        }

        return row.NumElements > 0;
    }

    private readonly struct WithRight<TOp>(TOp op, float right) : IUnaryOp
        where TOp : struct, IBinaryOp
    {
        private readonly TOp _op = op;
        private readonly float _right = right;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => _op.Invoke(x, V.Broadcast(_right));
    }

    private readonly struct WithLeft<TOp>(TOp op, float left) : IUnaryOp
        where TOp : struct, IBinaryOp
    {
        private readonly TOp _op = op;
        private readonly float _left = left;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x)
            where V : struct, ILanes<V>
            => _op.Invoke(V.Broadcast(_left), x);
    }

    private readonly struct Swapped<TOp>(TOp op) : IBinaryOp
        where TOp : struct, IBinaryOp
    {
        private readonly TOp _op = op;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x, V y)
            where V : struct, ILanes<V>
            => _op.Invoke(y, x);
    }
}
