using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using FineTune.Kernels;

namespace FineTune;

/// <summary>The messages of the kernels made at run time.</summary>
internal static partial class Throw
{
    [DoesNotReturn, StackTraceHidden]
    public static void NoSignalStack(int error) => throw new OutOfMemoryException(
        $"The system has no memory for the stack on which a thread that uses tile registers handles signals (error {error}). Free some, or set {Bfloat16Support.Variable} to " +
        $"'{Bfloat16Support.Pairs}', which needs none.");

    [DoesNotReturn, StackTraceHidden]
    public static void MachineCodeVariableUnusable(string value) => throw new FormatException(
        $"The environment variable {MachineCode.Variable} is '{value}', but it must be 0 or 1. " +
        "Set it to 0 to compute without kernels made at run time, or unset it.");
}
