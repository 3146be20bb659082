using System.Runtime.InteropServices;

namespace FineTune.Kernels;

/// <summary>Memory for code: first written, then executable, never both at a time. It stays until the process ends, as the kernels in it do.</summary>
internal static unsafe partial class ExecutableMemory
{
    private const uint CommitAndReserve = 0x3000, ReadWrite = 0x04, ExecuteRead = 0x20;

    /// <summary>Copies code to where it can be called. Where the system does not have it, the result is 0 and <paramref name="refusal"/> says what it answered.</summary>
    public static nint Place(ReadOnlySpan<byte> code, out string? refusal)
    {
        nuint length = (nuint)((code.Length + Environment.SystemPageSize - 1) / Environment.SystemPageSize * Environment.SystemPageSize);
        return OperatingSystem.IsWindows() ? OnWindows(code, length, out refusal) : OnLinux(code, length, out refusal);
    }

    private static nint OnLinux(ReadOnlySpan<byte> code, nuint length, out string? refusal)
    {
        nint start = LinuxMemory.Take(length);
        if (start == 0)
        {
            refusal = $"mmap: error {Marshal.GetLastPInvokeError()}";
            return 0;
        }

        code.CopyTo(new Span<byte>((void*)start, code.Length));
        if (LinuxMemory.Protect(start, length, LinuxMemory.Read | LinuxMemory.Execute) != 0)
        {
            refusal = $"mprotect: error {Marshal.GetLastPInvokeError()}";
            _ = LinuxMemory.GiveBack(start, length);
            return 0;
        }

        refusal = null;
        return start;
    }

    private static nint OnWindows(ReadOnlySpan<byte> code, nuint length, out string? refusal)
    {
        nint start = VirtualAlloc(0, length, CommitAndReserve, ReadWrite);
        if (start == 0)
        {
            refusal = $"VirtualAlloc: error {Marshal.GetLastPInvokeError()}";
            return 0;
        }

        code.CopyTo(new Span<byte>((void*)start, code.Length));
        uint before;
        if (VirtualProtect(start, length, ExecuteRead, &before) == 0)
        {
            refusal = $"VirtualProtect: error {Marshal.GetLastPInvokeError()}";
            _ = VirtualFree(start, 0, 0x8000);
            return 0;
        }

        refusal = null;
        return start;
    }

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial nint VirtualAlloc(nint address, nuint length, uint type, uint protection);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial int VirtualProtect(nint address, nuint length, uint protection, uint* before);

    [LibraryImport("kernel32")]
    private static partial int VirtualFree(nint address, nuint length, uint type);
}
