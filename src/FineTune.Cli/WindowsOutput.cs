using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FineTune.Cli;

/// <summary>Standard output of Windows where it is a pipe, as a stream that tells when the pipe's reader has gone; the runtime's own drops the text.</summary>
internal static partial class WindowsOutput
{
    private const int StandardOutput = -11;

    /// <summary>Opens it; null where it is a file or something else that has no reader.</summary>
    public static Stream? OpenPipe()
    {
        FileStream stream = new(new SafeFileHandle(GetStdHandle(StandardOutput), ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? null : stream;
    }

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial nint GetStdHandle(int number);
}
