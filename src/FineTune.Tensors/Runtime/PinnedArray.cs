using System.Runtime.CompilerServices;

namespace FineTune.Runtime;

/// <summary>Arrays that do not move and have 64-byte aligned room.</summary>
internal static class PinnedArray
{
    /// <summary>The most floats an array can have room for.</summary>
    public const int MaxLength = 0x7FFFFFC7 - AlignmentFloats;

    private const int AlignmentFloats = 16;

    /// <summary>Makes an array with room for <paramref name="length"/> floats from <paramref name="offset"/> on.</summary>
    /// <param name="length">The number of floats.</param>
    /// <param name="clear">
    /// Whether they must be 0; else they are undefined. Fresh memory is zero without being written, so large arrays become resident only
    /// where they are used.
    /// </param>
    /// <param name="offset">Receives where the aligned room begins.</param>
    public static unsafe float[] Allocate(int length, bool clear, out int offset)
    {
        if (length > MaxLength)
        {
            Throw.BufferTooLarge(length, MaxLength);
        }

        int whole = length + AlignmentFloats;
        float[] array = clear ? GC.AllocateArray<float>(whole, pinned: true) : GC.AllocateUninitializedArray<float>(whole, pinned: true);
        nuint address = (nuint)Unsafe.AsPointer(ref array[0]);
        offset = (int)(((64 - (address & 63)) & 63) / sizeof(float));
        return array;
    }
}
