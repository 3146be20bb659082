using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace FineTune.Kernels;

/// <summary>Hints to the memory hierarchy, where there are instructions for them.</summary>
internal static unsafe class CacheLine
{
    /// <summary>Asks for the line at an address that will be needed soon; any address will do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(void* address)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(address);
        }
    }
}
