namespace FineTune.Kernels;

/// <summary>Element by element arithmetic on spans of equal length; the destination comes last and may be an operand.</summary>
internal static class Arithmetic
{
    /// <summary>destination = left + right.</summary>
    public static void Add(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = left[i] + right[i];
        }
    }
}
