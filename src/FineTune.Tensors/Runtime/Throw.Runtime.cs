using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using FineTune.Runtime;

namespace FineTune;

/// <summary>The messages of the thread pool and the buffer pool.</summary>
internal static partial class Throw
{
    [DoesNotReturn, StackTraceHidden]
    public static void ThreadCountOutOfRange(int count) => throw new ArgumentOutOfRangeException(
        "value",
        count,
        $"The number of threads was {count}, but it must lie between 1 and {Workers.MaxThreadCount}. " +
        $"Leave it unset to use every core the process may use ({Environment.ProcessorCount} here).");

    [DoesNotReturn, StackTraceHidden]
    public static void ThreadVariableUnusable(string value) => throw new FormatException(
        $"The environment variable {Workers.Variable} is '{value}', but it must be a whole number between 1 and {Workers.MaxThreadCount}. " +
        $"Set it to the number of threads to use, or unset it to use every core the process may use ({Environment.ProcessorCount} here).");

    [DoesNotReturn, StackTraceHidden]
    public static void BufferTooLarge(long length, int largest) => throw new ArgumentOutOfRangeException(
        "length",
        length,
        $"A tensor of {length} numbers was asked for, but one tensor holds at most {largest}. " +
        "Make it smaller: a smaller batch (PerDeviceTrainBatchSize, PerDeviceEvalBatchSize) or shorter texts (MaxLength).");
}
