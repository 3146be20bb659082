using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace FineTune;

/// <content>Messages of the random number generators.</content>
internal static partial class Throw
{
    [DoesNotReturn, StackTraceHidden]
    public static void RandomStateLength(int length) => throw new ArgumentException(
        $"A generator state has {Generator.StateLength} bytes, but this one has {length}. " +
        (length == 5048
            ? "It is the older layout, which current torch refuses too: write it anew with torch 1.6 or later."
            : "Pass what GetState() or torch.get_rng_state() returned, unchanged."));

    [DoesNotReturn, StackTraceHidden]
    public static void RandomState(string reason) => throw new ArgumentException(
        $"These {Generator.StateLength} bytes are not the state of a seeded generator: {reason}. " +
        "Pass what GetState() or torch.get_rng_state() returned, unchanged.");

    [DoesNotReturn, StackTraceHidden]
    public static void Probability(double p) => throw new ArgumentOutOfRangeException(
        nameof(p), p, "A probability lies from 0 to 1.");

    [DoesNotReturn, StackTraceHidden]
    public static void StandardDeviation(double std) => throw new ArgumentOutOfRangeException(
        nameof(std), std, "A standard deviation is zero or positive.");

    [DoesNotReturn, StackTraceHidden]
    public static void UniformRange(double from, double to) => throw new ArgumentException(
        $"Uniform draws from an interval [from, to), but from = {from} and to = {to}: expected finite float32 values, from <= to, " +
        "and a difference that fits float32.");

    [DoesNotReturn, StackTraceHidden]
    public static void EmptyRange(string from, string to) => throw new ArgumentException(
        $"There is no whole number from {from} up to but not including {to}. Pass a 'to' above 'from'.");

    [DoesNotReturn, StackTraceHidden]
    public static void FloatRange(long from, long to) => throw new ArgumentException(
        $"float32 cannot be drawn from the whole numbers {from} to {to} - 1: expected from < to, both within -2^24 and 2^24 + 1. " +
        "Draw whole numbers with RandInt instead.");

    [DoesNotReturn, StackTraceHidden]
    public static void Rate(double lambda) => throw new ArgumentOutOfRangeException(
        nameof(lambda), lambda, "The rate of an exponential distribution is positive.");

    [DoesNotReturn, StackTraceHidden]
    public static void BitsTooShort(int length, int needed) => throw new ArgumentException(
        $"The span holds {length} groups of 16 bits, but {needed} are needed. Pass (count + 15) / 16 of them.");

    [DoesNotReturn, StackTraceHidden]
    public static void LengthsDiffer(string left, int leftLength, string right, int rightLength) => throw new ArgumentException(
        $"{left} has {leftLength} elements and {right} has {rightLength}: expected as many of one as of the other.");

    [DoesNotReturn, StackTraceHidden]
    public static void MultinomialShape(Shape shape) => throw new ShapeMismatchException(
        $"Multinomial needs weights shaped (categories) or (rows, categories), but these are {shape}. Use Reshape.");

    [DoesNotReturn, StackTraceHidden]
    public static void MultinomialSamples(int numSamples, int categories, bool replacement) => throw new ArgumentException(
        $"Multinomial cannot draw {numSamples} samples of {categories} categories{(replacement ? string.Empty : " without replacement")}: " +
        "expected at least one sample" + (replacement ? "." : " and at least as many categories. Pass replacement: true or draw fewer."));

    [DoesNotReturn, StackTraceHidden]
    public static void MultinomialWeight(float weight) => throw new ArgumentException(
        weight == 0
            ? "Multinomial cannot draw by weights that are all zero. Make at least one positive."
            : $"Multinomial found the weight {weight}: expected finite weights that are zero or positive.");

    [DoesNotReturn, StackTraceHidden]
    public static void NoFans(Shape shape) => throw new ShapeMismatchException(
        $"A tensor shaped {shape} has no fan in and fan out: expected at least two axes, (outputs, inputs, ...). " +
        "Fill a bias with Init.Uniform or Init.Normal.");

    [DoesNotReturn, StackTraceHidden]
    public static void TruncatedNormal(double std, double a, double b) => throw new ArgumentException(
        $"TruncNormal cannot draw with std = {std} between {a} and {b}: expected a positive std and a <= b.");

    [DoesNotReturn, StackTraceHidden]
    public static void NegativeSeed(BigInteger seed) => throw new ArgumentOutOfRangeException(
        nameof(seed), $"The seed {seed} is negative: NumPy's generators take whole numbers of zero or more.");

    [DoesNotReturn, StackTraceHidden]
    public static void NumPySeed(long seed) => throw new ArgumentOutOfRangeException(
        nameof(seed), seed, "NumPy's global generator takes seeds from 0 to 4294967295, and a checkpoint holds its state. Pass such a seed.");

    [DoesNotReturn, StackTraceHidden]
    public static void TwisterState(int words, int position) => throw new ArgumentException(
        $"A state of mt19937 has 624 words and a position from 0 to 624, but this one has {words} and {position}.");

    [DoesNotReturn, StackTraceHidden]
    public static void Choice(int n, int size, bool replace) => throw new ArgumentException(
        $"Cannot choose {size} of a population of {n} {(replace ? "with" : "without")} replacement: expected a size of zero or more, " +
        "a population that is not empty and, without replacement, one at least as large as the size.");

    [DoesNotReturn, StackTraceHidden]
    public static void Probabilities(double value, int index) => throw new ArgumentException(
        $"p[{index}] = {value} is not a probability: expected zero or more.");

    [DoesNotReturn, StackTraceHidden]
    public static void ProbabilitySum(double sum) => throw new ArgumentException(
        $"The probabilities add up to {sum}: expected 1. Divide each by their sum.");
}
