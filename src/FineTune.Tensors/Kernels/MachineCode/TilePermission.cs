using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Kernels;

/// <summary>What Linux asks of a process that uses tile registers (AMX): a permission, once, and room for their contents wherever a thread that used them handles a signal.</summary>
internal static partial class TilePermission
{
    private const nint ArchPrctl = 158, RequestPermission = 0x1023, TileData = 18;

    [ThreadStatic]
    private static SignalStack? t_stack;

    /// <summary>Asks for the permission; the result is the system's error, or 0.</summary>
    public static int Ask() => Call(ArchPrctl, RequestPermission, TileData) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Has room made for this thread's signals, at its first call.</summary>
    /// <exception cref="OutOfMemoryException">There is no memory for it.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MakeRoom() => t_stack ??= new SignalStack();

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint code, nint feature);
}
