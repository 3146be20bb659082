using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>An operation of two tensors, element by element; operands broadcast.</summary>
internal abstract class BinaryOperation(Tensor a, Tensor b) : Operation(a, b)
{
    /// <summary>Gets the left operand.</summary>
    protected Tensor A { get; } = a;

    /// <summary>Gets the right operand.</summary>
    protected Tensor B { get; } = b;

    /// <summary>Computes <c>op(a, b)</c>; <paramref name="record"/> makes the node, if a gradient is wanted.</summary>
    protected static Tensor Apply<TOp>(string name, TOp op, Tensor a, Tensor b, Func<Tensor, Tensor, BinaryOperation> record)
        where TOp : struct, IBinaryOp
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        Tensor result = Tensor.Empty(Broadcasting.Resolve(name, a.Shape, b.Shape));
        Broadcasting.Apply(op, a, b, result);
        if (Tensor.ShouldRecord(a, b))
        {
            result.GradFn = record(a, b);
        }

        return result;
    }
}
