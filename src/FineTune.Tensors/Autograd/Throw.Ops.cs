using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace FineTune;

/// <content>Messages of the differentiable operations.</content>
internal static partial class Throw
{
    [DoesNotReturn, StackTraceHidden]
    public static void ShapesDoNotBroadcast(string operation, Shape left, Shape right, int fromEnd) => throw new ShapeMismatchException(
        $"{operation} cannot combine {left} with {right}: counted from the end, axis {fromEnd} has {left[-fromEnd]} and {right[-fromEnd]} " +
        "elements, where equal sizes or a 1 are expected. Use Reshape or Unsqueeze to line the axes up.");

    [DoesNotReturn, StackTraceHidden]
    public static void AxisOutOfRange(string operation, int axis, Shape shape) => throw new ArgumentOutOfRangeException(
        nameof(axis),
        axis,
        $"{operation} was asked for axis {axis} of a tensor of shape {shape}, which has {shape.Rank} axes. " +
        $"Pass an axis from {-shape.Rank} to {shape.Rank - 1}; negative ones count from the end.");

    [DoesNotReturn, StackTraceHidden]
    public static void RangeOutsideAxis(string operation, int start, int length, int axis, Shape shape) => throw new ArgumentOutOfRangeException(
        nameof(start),
        $"{operation} was asked for {length} elements from {start} on along axis {axis} of a tensor of shape {shape}, which has {shape[axis]} there. " +
        $"Start and length must be at least 0 and their sum at most {shape[axis]}.");

    [DoesNotReturn, StackTraceHidden]
    public static void IndexOutsideAxis(string operation, long index, int position, int size) => throw new ArgumentOutOfRangeException(
        nameof(index),
        $"{operation} was given the index {index} at position {position}, but there are {size} rows to choose from: expected 0 to {size - 1}. " +
        "For token ids, check that the tokenizer and the model belong together (vocab_size) and that no text is longer than max_position_embeddings.");

    [DoesNotReturn, StackTraceHidden]
    public static void CannotReshape(Shape from, ReadOnlySpan<int> to) => throw new ShapeMismatchException(
        $"Reshape cannot turn {from}, which holds {from.NumElements} elements, into ({string.Join(", ", to.ToArray())}). " +
        "The sizes must multiply to the same number; one of them may be -1, which stands for what is left.");

    [DoesNotReturn, StackTraceHidden]
    public static void MatMulShapes(Shape left, Shape right) => throw new ShapeMismatchException(
        left.Rank < 2 || right.Rank < 2
            ? $"MatMul needs two axes or more on both sides, but was given {left} and {right}. Use Unsqueeze to make a vector a matrix."
            : $"MatMul cannot multiply {left} by {right}: the last axis of the left operand ({left[-1]}) must equal the second-to-last axis of the " +
              $"right operand ({right[-2]}). If the right operand is a weight stored as (out, in), pass weight.Transpose(-1, -2).");

    [DoesNotReturn, StackTraceHidden]
    public static void LinearShapes(Shape input, Shape weight, Shape? bias) => throw new ShapeMismatchException(
        $"Linear cannot apply a weight of shape {weight}{(bias is { } b ? $" with a bias of shape {b}" : string.Empty)} to an input of shape {input}: " +
        "the weight is (out, in), the input's last axis must be in, and the bias has out elements.");

    [DoesNotReturn, StackTraceHidden]
    public static void LayerNormShapes(Shape input, Shape weight, Shape bias) => throw new ShapeMismatchException(
        $"LayerNorm over the last axis of {input} needs a weight and a bias of that axis' size, but they are {weight} and {bias}. " +
        "Pass one-dimensional tensors as long as the input's last axis.");

    [DoesNotReturn, StackTraceHidden]
    public static void DropoutProbability(double p) => throw new ArgumentOutOfRangeException(
        nameof(p), p, "A dropout probability is the share of elements to clear: expected a number from 0 to 1. Use 0.1 for 10 %.");

    [DoesNotReturn, StackTraceHidden]
    public static void NoGenerator() => throw new InvalidOperationException(
        "Dropout in training mode draws random numbers, but has no generator to draw from. " +
        "Set the model's Generator (the Trainer does), for example model.Generator = new Generator(42), or call model.Eval().");

    [DoesNotReturn, StackTraceHidden]
    public static void TargetsDoNotMatch(string loss, Shape input, Shape target, string expected) => throw new ShapeMismatchException(
        $"{loss} was given predictions of shape {input} and targets of shape {target}: expected {expected}.");

    [DoesNotReturn, StackTraceHidden]
    public static void LabelOutOfRange(long label, int row, int classes, int ignoreIndex) => throw new ArgumentOutOfRangeException(
        nameof(label),
        $"The label of row {row} is {label}, but the logits have {classes} classes: expected 0 to {classes - 1}, or {ignoreIndex} to leave the row out. " +
        $"Map the labels to 0..{classes - 1}, or load the model with NumLabels = {Math.Max(label + 1, classes)}.");

    [DoesNotReturn, StackTraceHidden]
    public static void ClassWeights(string name, Shape weights, int classes) => throw new ShapeMismatchException(
        $"{name} has the shape {weights}, but one value for each of the {classes} classes is expected: pass a tensor of shape ({classes}).");

    [DoesNotReturn, StackTraceHidden]
    public static void NothingToJoin(string operation) => throw new ArgumentException(
        $"{operation} was given no tensors. Pass at least one.");

    [DoesNotReturn, StackTraceHidden]
    public static void ShapesDoNotJoin(string operation, Shape first, Shape other, int axis) => throw new ShapeMismatchException(
        $"{operation} along axis {axis} cannot join {first} and {other}: all other axes must have equal sizes.");

    [DoesNotReturn, StackTraceHidden]
    public static void NothingToCompare(Shape shape) => throw new ShapeMismatchException(
        $"ArgMax needs at least one element along the last axis, but the shape is {shape}. Check that the model has labels (NumLabels).");

    [DoesNotReturn, StackTraceHidden]
    public static void UnknownActivation(string name, IEnumerable<string> known) => throw new ArgumentException(
        $"There is no activation function '{name}'. Known are: {string.Join(", ", known)}. " +
        "Check hidden_act (or activation) in config.json.");

    [DoesNotReturn, StackTraceHidden]
    public static void ActivationHasWeights(string name, string function) => throw new NotSupportedException(
        $"The activation '{name}' learns weights of its own, so it is not a plain function and cannot be looked up by name. " +
        $"Keep its weights in a module and call {function}, or choose an activation without weights in config.json.");
}
