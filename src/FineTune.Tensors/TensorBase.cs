using System.Diagnostics;

namespace FineTune;

/// <summary>What <see cref="Tensor"/> (float32) and <see cref="LongTensor"/> (int64) have in common.</summary>
[DebuggerDisplay("{DebuggerText,nq}")]
public abstract class TensorBase
{
    private protected TensorBase(Shape shape) => Shape = shape;

    /// <summary>Gets the sizes of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>Gets the number of elements.</summary>
    public int Length => Shape.NumElements;

    /// <summary>Gets what a debugger shows, on one line.</summary>
    private protected abstract string DebuggerText { get; }
}
