using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace FineTune.Kernels;

/// <summary>A larger stack for the signals of the thread that makes it, where that has one of its own that is smaller (Linux). It serves another thread after that one.</summary>
/// <remarks>
/// What a signal interrupts is put on a stack, the contents of tile registers with it: 11,952 bytes. The stacks that .NET gives its threads for faults (null references are
/// such) have 16 KB, a page of them out of bounds: a handler has no room on what is left, and the process ends. NativeAOT has none; signals come on the thread's own stack there.
/// </remarks>
internal sealed unsafe partial class SignalStack
{
    private const int Disabled = 2;
    private const int Bytes = 128 * 1024, RuntimeBytes = 16 * 1024;
    private static readonly ConcurrentBag<nint> s_spare = [];
    private readonly nint _start;

    /// <exception cref="OutOfMemoryException">There is no memory for it.</exception>
    public SignalStack()
    {
        Description present, larger = default;
        if (Exchange(null, &present) != 0 || (present.Flags & Disabled) != 0 || present.Length >= Bytes)
        {
            return;
        }

        larger.Length = Bytes;
        larger.Start = _start = s_spare.TryTake(out nint spare) ? spare : Take();
        if (Exchange(&larger, null) != 0)
        {
            Throw.NoSignalStack(Marshal.GetLastPInvokeError());
        }

        // When a thread ends, .NET gives back its own stack if it finds it in place. Another length is somebody else's, who may do as they like with it.
        if (present.Length == RuntimeBytes)
        {
            _ = LinuxMemory.GiveBack(present.Start, present.Length);
        }
    }

    /// <summary>The thread has ended.</summary>
    ~SignalStack()
    {
        if (_start != 0)
        {
            s_spare.Add(_start);
        }
    }

    private static nint Take()
    {
        nint start = LinuxMemory.Take(Bytes);
        if (start == 0 || LinuxMemory.Protect(start, (nuint)Environment.SystemPageSize, LinuxMemory.None) != 0)
        {
            Throw.NoSignalStack(Marshal.GetLastPInvokeError());
        }

        return start;
    }

    [LibraryImport("libc", EntryPoint = "sigaltstack", SetLastError = true)]
    private static partial int Exchange(Description* next, Description* before);

    [StructLayout(LayoutKind.Sequential)]
    private struct Description
    {
        public nint Start;
        public int Flags;
        public nuint Length;
    }
}
