using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Kernels;

/// <summary>What Linux asks of a process that uses tile registers (AMX): a permission, once, and room for their contents wherever a thread that used them handles a signal.</summary>
/// <remarks>
/// What a signal interrupts is put on a stack, the contents of tile registers with it: 11,952 bytes. The stacks that .NET gives its threads for faults (null references are
/// such) hold 12 KB, which was enough without: a handler has no room on them, and the process ends. So a thread gets a larger one before it uses tile registers. .NET gives that
/// back when the thread ends, as it would its own.
/// </remarks>
internal static unsafe partial class TilePermission
{
    private const nint ArchPrctl = 158, RequestPermission = 0x1023, TileData = 18;
    private const int Disabled = 2;
    private const int StackBytes = 128 * 1024;

    [ThreadStatic]
    private static bool t_hasRoom;

    /// <summary>Asks for the permission; the result is the system's error, or 0.</summary>
    public static int Ask() => Call(ArchPrctl, RequestPermission, TileData) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Has room made for this thread's signals, at its first call.</summary>
    /// <exception cref="OutOfMemoryException">There is no memory for it.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MakeRoom()
    {
        if (!t_hasRoom)
        {
            ReplaceStack();
            t_hasRoom = true;
        }
    }

    /// <summary>Gives this thread a larger stack for signals where it has one of its own that is smaller.</summary>
    private static void ReplaceStack()
    {
        SignalStack present, larger = default;
        if (Exchange(null, &present) != 0 || (present.Flags & Disabled) != 0 || present.Length >= StackBytes)
        {
            return;
        }

        larger.Length = StackBytes;
        larger.Start = LinuxMemory.Take(larger.Length);
        if (larger.Start == 0 || LinuxMemory.Protect(larger.Start, (nuint)Environment.SystemPageSize, LinuxMemory.None) != 0 || Exchange(&larger, null) != 0)
        {
            Throw.NoSignalStack(Marshal.GetLastPInvokeError());
        }

        _ = LinuxMemory.GiveBack(present.Start, present.Length);
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Call(nint number, nint code, nint feature);

    [LibraryImport("libc", EntryPoint = "sigaltstack", SetLastError = true)]
    private static partial int Exchange(SignalStack* next, SignalStack* before);

    [StructLayout(LayoutKind.Sequential)]
    private struct SignalStack
    {
        public nint Start;
        public int Flags;
        public nuint Length;
    }
}
