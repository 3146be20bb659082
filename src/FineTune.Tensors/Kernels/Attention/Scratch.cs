using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Kernels;

/// <summary>Sixty-four-byte aligned working memory of a thread, kept from call to call: one piece for a job, one for what it calls.</summary>
internal static unsafe class Scratch
{
    [ThreadStatic]
    private static float[]? t_outer;

    [ThreadStatic]
    private static float[]? t_inner;

    /// <summary>Gets the job's own piece; what was in it is lost.</summary>
    public static float* Reserve(int length) => Reserve(ref t_outer, length);

    /// <summary>Gets the other piece.</summary>
    public static float* ReserveInner(int length) => Reserve(ref t_inner, length);

    private static float* Reserve(ref float[]? piece, int length)
    {
        if (piece is null || piece.Length < length + 16)
        {
            piece = GC.AllocateUninitializedArray<float>((length + 16) * 5 / 4, pinned: true);
        }

        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(piece));
        return (float*)((address + 63) & ~(nuint)63);
    }
}
