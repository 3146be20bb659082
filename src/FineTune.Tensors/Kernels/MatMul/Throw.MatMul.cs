using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace FineTune;

/// <summary>The messages of the matrix products.</summary>
internal static partial class Throw
{
    [DoesNotReturn, StackTraceHidden]
    public static void OperandTooSmall(string operand, int length, int rows, int columns, int distance) => throw new ArgumentException(
        $"Bug in FineTune: operand {operand} of a matrix product holds {length} floats, too few for {rows} rows of {columns} that lie {distance} apart.",
        operand);

    [DoesNotReturn, StackTraceHidden]
    public static void EpilogueOfAccumulation() => throw new ArgumentException(
        "Bug in FineTune: a matrix product that adds to its result has neither bias nor activation.");
}
