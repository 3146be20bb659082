using FineTune.Autograd;

namespace FineTune;

/// <content>Losses.</content>
public static partial class Functional
{
    /// <summary>Gets the cross entropy between logits and classes.</summary>
    /// <param name="input">The logits, <c>(N, C)</c>; reshape longer ones.</param>
    /// <param name="target">The class of each row, 0 to C - 1, <c>(N)</c>.</param>
    /// <param name="weight">A weight for each class, by which the mean divides too. Default null: 1 for each.</param>
    /// <param name="ignoreIndex">The class of rows that do not count. Default -100.</param>
    /// <param name="reduction">What becomes of the rows' losses. Default <see cref="LossReduction.Mean"/>, NaN if no row counts.</param>
    /// <param name="labelSmoothing">The share of the target that is spread over all classes, 0 to 1. Default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A class is not between 0 and C - 1, or the smoothing not between 0 and 1.</exception>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public static Tensor CrossEntropy(
        Tensor input,
        LongTensor target,
        Tensor? weight = null,
        int ignoreIndex = -100,
        LossReduction reduction = LossReduction.Mean,
        double labelSmoothing = 0)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfNegative(labelSmoothing);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(labelSmoothing, 1);
        CrossEntropyOptions options = new() { IgnoreIndex = ignoreIndex, Reduction = reduction, LabelSmoothing = labelSmoothing };
        return Autograd.CrossEntropy.Apply(input, target, weight, options);
    }

    /// <summary>
    /// Gets the loss of the Trainer's <c>label_smoothing_factor</c>: <c>(1 - epsilon)</c> times the mean of <c>-ln p</c> of the labels, plus
    /// <c>epsilon</c> times the mean of <c>-ln p</c> over all classes.
    /// </summary>
    /// <param name="logits">The logits, <c>(N, C)</c>; reshape longer ones.</param>
    /// <param name="labels">The class of each row, <c>(N)</c>.</param>
    /// <param name="epsilon">The smoothing, 0 to 1. Default 0.1.</param>
    /// <param name="ignoreIndex">The class of rows that do not count. Default -100.</param>
    /// <param name="numItemsInBatch">What to divide by instead of the number of rows that count. Default null.</param>
    public static Tensor LabelSmoother(
        Tensor logits, LongTensor labels, double epsilon = 0.1, int ignoreIndex = -100, double? numItemsInBatch = null)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        CrossEntropyOptions options = new()
        {
            IgnoreIndex = ignoreIndex,
            LabelSmoothing = epsilon,
            Divisor = (float?)numItemsInBatch,
        };
        return Autograd.CrossEntropy.Apply(logits, labels, null, options);
    }

    /// <summary>Gets the squared differences.</summary>
    /// <param name="input">The predictions.</param>
    /// <param name="target">The targets, of the same shape.</param>
    /// <param name="reduction">What becomes of the elements' losses. Default <see cref="LossReduction.Mean"/>.</param>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    public static Tensor MseLoss(Tensor input, Tensor target, LossReduction reduction = LossReduction.Mean)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        return Autograd.MseLoss.Apply(input, target, reduction);
    }

    /// <summary>Gets the binary cross entropy between the sigmoid of logits and targets, element by element: for several labels a text.</summary>
    /// <param name="input">The logits.</param>
    /// <param name="target">The targets from 0 to 1, of the same shape; they get no gradient.</param>
    /// <param name="weight">Factors of the elements' losses that broadcast to the shape. Default null: 1.</param>
    /// <param name="reduction">What becomes of the elements' losses. Default <see cref="LossReduction.Mean"/>.</param>
    /// <param name="posWeight">How much positive targets count, for each class; broadcasts to the shape. Default null: 1.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not fit.</exception>
    public static Tensor BinaryCrossEntropyWithLogits(
        Tensor input, Tensor target, Tensor? weight = null, LossReduction reduction = LossReduction.Mean, Tensor? posWeight = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        return Autograd.BinaryCrossEntropyWithLogits.Apply(input, target, weight, posWeight, reduction);
    }

    /// <summary>
    /// Gets the focal loss <c>-weight (1 - p)^gamma ln p</c>, where p is the probability of the row's class: rows that are predicted well
    /// count less than in <see cref="CrossEntropy"/>, which it is for gamma = 0.
    /// </summary>
    /// <param name="input">The logits, <c>(N, C)</c>; reshape longer ones.</param>
    /// <param name="target">The class of each row, <c>(N)</c>.</param>
    /// <param name="gamma">How much less; 0 or more. Default 2.</param>
    /// <param name="weight">A factor for each class (alpha); the mean divides by the number of rows all the same. Default null: 1.</param>
    /// <param name="ignoreIndex">The class of rows that do not count. Default -100.</param>
    /// <param name="reduction">What becomes of the rows' losses. Default <see cref="LossReduction.Mean"/>, NaN if no row counts.</param>
    public static Tensor FocalLoss(
        Tensor input,
        LongTensor target,
        double gamma = 2,
        Tensor? weight = null,
        int ignoreIndex = -100,
        LossReduction reduction = LossReduction.Mean)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfNegative(gamma);
        return Autograd.FocalLoss.Apply(input, target, gamma, weight, ignoreIndex, reduction);
    }
}
