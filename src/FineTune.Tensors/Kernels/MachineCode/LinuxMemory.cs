using System.Runtime.InteropServices;

namespace FineTune.Kernels;

/// <summary>Whole pages of memory from Linux.</summary>
internal static partial class LinuxMemory
{
    /// <summary>What may be done with pages.</summary>
    public const int None = 0, Read = 1, Write = 2, Execute = 4;

    private const int PrivateAnonymous = 0x22;
    private const nint Failed = -1;

    /// <summary>Gets pages to read and write; 0 where the system has none, and its error is the last one.</summary>
    public static nint Take(nuint length) => Map(0, length, Read | Write, PrivateAnonymous, -1, 0) is not Failed and var start ? start : 0;

    /// <summary>Changes what may be done with pages; 0, or an error.</summary>
    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    public static partial int Protect(nint start, nuint length, int protection);

    /// <summary>Gives pages back.</summary>
    [LibraryImport("libc", EntryPoint = "munmap")]
    public static partial int GiveBack(nint start, nuint length);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);
}
