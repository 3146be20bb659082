using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace FineTune;

/// <content>Messages of the kernels.</content>
internal static partial class Throw
{
    [DoesNotReturn, StackTraceHidden]
    public static void SpanLengthsDiffer(int length, int expected) => throw new ArgumentException(
        $"Bug in FineTune: a kernel was given spans of {length} and {expected} elements; they must be equally long.");
}
