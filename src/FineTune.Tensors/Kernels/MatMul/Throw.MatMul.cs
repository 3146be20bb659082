using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using FineTune.Kernels;

namespace FineTune;

/// <summary>The messages of the matrix products.</summary>
internal static partial class Throw
{
    [DoesNotReturn, StackTraceHidden]
    public static void OperandTooSmall(string operand, long length, int rows, int columns, int distance) => throw new ArgumentException(
        $"Bug in FineTune: operand {operand} of a matrix product holds {length} numbers, too few for {rows} rows of {columns} that lie {distance} apart.",
        operand);

    [DoesNotReturn, StackTraceHidden]
    public static void EpilogueOfAccumulation() => throw new ArgumentException(
        "Bug in FineTune: a matrix product that adds to its result has neither bias nor activation.");

    [DoesNotReturn, StackTraceHidden]
    public static void NarrowOperand() => throw new ArgumentException(
        "Bug in FineTune: an operand in bfloat16 of a matrix product in float32.");

    [DoesNotReturn, StackTraceHidden]
    public static void Bfloat16VariableUnusable(string value) => throw new FormatException(
        $"The environment variable {Bfloat16Support.Variable} is '{value}', but the arithmetics of bfloat16 are '{Bfloat16Support.Pairs}' and '{Bfloat16Support.Tiles}'. " +
        "Set it to one of them, or unset it for the fastest.");

    [DoesNotReturn, StackTraceHidden]
    public static void NoTileRegisters(string reason) => throw new FormatException(
        $"The environment variable {Bfloat16Support.Variable} asks for '{Bfloat16Support.Tiles}', but {reason}. " +
        $"Unset it, or set it to '{Bfloat16Support.Pairs}', which every machine has.");
}
