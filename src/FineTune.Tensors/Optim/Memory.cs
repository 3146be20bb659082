using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Optim;

/// <summary>Where tensors lie.</summary>
internal static class Memory
{
    /// <summary>Gets the address of a tensor's elements; storage is pinned, so it holds as long as the tensor is referenced.</summary>
    public static unsafe nint Address(Span<float> span) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(span));
}
