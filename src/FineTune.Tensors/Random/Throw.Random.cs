using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

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
}
