using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace FineTune;

/// <summary>Every message of the engine: what happened, what was expected, what to type.</summary>
internal static partial class Throw
{
    [DoesNotReturn, StackTraceHidden]
    public static void DataDoesNotFillShape(int length, Shape shape) => throw new ShapeMismatchException(
        $"{length} elements do not fill the shape {shape}, which holds {shape.NumElements}. Pass the shape whose product is {length}.");

    [DoesNotReturn, StackTraceHidden]
    public static void ShapesDiffer(string operation, Shape left, Shape right) => throw new ShapeMismatchException(
        $"{operation} cannot combine {left} with {right}: expected equal shapes. Use Reshape, or a row or scalar operand that broadcasts.");

    [DoesNotReturn, StackTraceHidden]
    public static void Disposed() => throw new ObjectDisposedException(
        nameof(Tensor),
        "This tensor's storage went back to the pool when the TensorScope it was made in ended (a training or evaluation step is one). " +
        "Copy what you need inside the step with ToArray() or Item(), or keep the tensor with TensorScope.Keep(tensor).");

    [DoesNotReturn, StackTraceHidden]
    public static void BatchIsOver() => throw new ObjectDisposedException(
        nameof(LongTensor),
        "This tensor is part of a batch whose training step or evaluation is over; its memory serves the next batch. " +
        "Copy what you need inside the step with ToArray().");

    [DoesNotReturn, StackTraceHidden]
    public static void NotAScalar(Shape shape) => throw new ShapeMismatchException(
        $"Item() and Backward() need a tensor of one element, but this one is {shape}. Reduce it first with Mean() or Sum().");

    [DoesNotReturn, StackTraceHidden]
    public static void NoGradient() => throw new InvalidOperationException(
        "Backward() was called on a tensor that no parameter leads to, so there is nothing to differentiate. " +
        "Call it on a loss computed from a model in Train() mode, outside Autograd.NoGrad().");
}
