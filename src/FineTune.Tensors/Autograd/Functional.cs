using FineTune.Autograd;

namespace FineTune;

/// <summary>
/// The functions of <c>torch.nn.functional</c> under their names: layers without weights of their own, activations and losses. All are
/// differentiable. For sums, products and shapes use the methods and operators of <see cref="Tensor"/>.
/// </summary>
public static partial class Functional
{
    /// <summary>Gets <c>input weight^T + bias</c>.</summary>
    /// <param name="input">Any shape whose last axis is <c>in</c>.</param>
    /// <param name="weight">The weight, <c>(out, in)</c>.</param>
    /// <param name="bias">The bias, <c>(out)</c>, or null for none.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public static Tensor Linear(Tensor input, Tensor weight, Tensor? bias = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(weight);
        return Autograd.Linear.Apply(input, weight, bias);
    }

    /// <summary>Gets the rows of a table whose numbers <paramref name="input"/> holds.</summary>
    /// <param name="input">Row numbers, any shape.</param>
    /// <param name="weight">The table, <c>(rows, columns)</c>.</param>
    /// <param name="paddingIdx">A row that gets no gradient. Default null: every row gets its gradient.</param>
    /// <returns>A tensor of the input's shape with the columns as one more axis.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public static Tensor Embedding(LongTensor input, Tensor weight, int? paddingIdx = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(weight);
        return Autograd.Embedding.Apply(input, weight, paddingIdx ?? -1);
    }

    /// <summary>Shifts and scales every row (the last axis) to mean 0 and variance 1, then multiplies by a weight and adds a bias.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="weight">The factors, as many as a row has elements.</param>
    /// <param name="bias">The terms, as many.</param>
    /// <param name="eps">What is added to the variance. Default 1e-5.</param>
    public static Tensor LayerNorm(Tensor input, Tensor weight, Tensor bias, double eps = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(weight);
        ArgumentNullException.ThrowIfNull(bias);
        return Autograd.LayerNorm.Apply(input, weight, bias, (float)eps);
    }

    /// <summary>
    /// Clears elements with probability <paramref name="p"/> and divides the others by 1 - p, drawing exactly what torch draws: two words an
    /// element in row-major order; nothing when p is 0 or 1, or when not training.
    /// </summary>
    /// <param name="input">The elements.</param>
    /// <param name="generator">Where to draw from; not used when nothing is drawn.</param>
    /// <param name="p">The probability to clear an element. Default 0.5.</param>
    /// <param name="training">Whether to drop at all. Default true.</param>
    /// <returns>The result; <paramref name="input"/> itself if nothing is dropped.</returns>
    public static Tensor Dropout(Tensor input, Generator? generator, double p = 0.5, bool training = true)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Autograd.Dropout.Apply(input, training ? p : 0, generator);
    }

    /// <summary>Gets e^x divided by the sum of e^x along an axis.</summary>
    /// <param name="input">The logits x.</param>
    /// <param name="axis">The axis. Default -1, the last.</param>
    public static Tensor Softmax(Tensor input, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Softmax(axis);
    }

    /// <summary>Gets the logarithm of <see cref="Softmax"/>, computed without loss of digits.</summary>
    /// <param name="input">The logits.</param>
    /// <param name="axis">The axis. Default -1, the last.</param>
    public static Tensor LogSoftmax(Tensor input, int axis = -1)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.LogSoftmax(axis);
    }
}
