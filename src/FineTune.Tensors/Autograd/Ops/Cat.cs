using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>Tensors one behind the other along an axis; each one's gradient is its part of dy.</summary>
internal sealed class Cat : Operation
{
    private readonly Axis _axis;

    private Cat(ReadOnlySpan<Tensor> tensors, Axis axis)
        : base(tensors)
    {
        _axis = axis;
    }

    public static Tensor Apply(ReadOnlySpan<Tensor> tensors, int axis)
    {
        Axis along = Joined(tensors, axis);
        Tensor y = Tensor.Empty(along.Replace(tensors[0].Shape, along.Size));
        int offset = 0;
        foreach (Tensor tensor in tensors)
        {
            int chunk = tensor.Shape[along.Index] * along.Inner;
            for (int o = 0; o < along.Outer; o++)
            {
                tensor.Span.Slice(o * chunk, chunk).CopyTo(y.Span[((o * along.Size * along.Inner) + offset)..]);
            }

            offset += chunk;
        }

        if (Tensor.ShouldRecord(tensors))
        {
            y.GradFn = new Cat(tensors, along);
        }

        return y;
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        int offset = 0;
        foreach (Tensor input in Inputs)
        {
            int chunk = input.Shape[_axis.Index] * _axis.Inner;
            if (input.NeedsGrad)
            {
                Span<float> target = gradients.Target(input, out bool accumulate).Span;
                for (int o = 0; o < _axis.Outer; o++)
                {
                    ReadOnlySpan<float> part = outputGradient.Span.Slice((o * _axis.Size * _axis.Inner) + offset, chunk);
                    Arithmetic.Copy(part, target.Slice(o * chunk, chunk), accumulate);
                }
            }

            offset += chunk;
        }
    }

    /// <summary>The axis of the result: the sum of the tensors' sizes along it.</summary>
    private static Axis Joined(ReadOnlySpan<Tensor> tensors, int axis)
    {
        if (tensors.IsEmpty)
        {
            Throw.NothingToJoin("Cat");
        }

        Axis along = Axis.Of("Cat", tensors[0].Shape, axis);
        int size = 0;
        foreach (Tensor tensor in tensors)
        {
            Shape shape = tensor.Shape;
            if (shape.Rank != tensors[0].Shape.Rank || along.Replace(shape, 1) != along.Replace(tensors[0].Shape, 1))
            {
                Throw.ShapesDoNotJoin("Cat", tensors[0].Shape, shape, along.Index);
            }

            size += shape[along.Index];
        }

        return along with { Size = size };
    }
}
