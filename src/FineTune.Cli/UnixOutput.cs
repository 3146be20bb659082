using System.Runtime.InteropServices;
using FineTune.Terminal;

namespace FineTune.Cli;

/// <summary>
/// Writes to a descriptor that was handed to the process, and tells what becomes of it: the runtime's own stream of the console drops what a
/// reader that has gone does not take, and its <see cref="FileStream"/> writes where it thinks the file's end is, not where other writers left it.
/// </summary>
/// <param name="number">The descriptor; it stays open.</param>
internal sealed partial class UnixOutput(int number) : WriteOnlyStream
{
    private const int Interrupted = 4; // EINTR
    private const int Longest = 1 << 20;
    private static readonly int s_full = OperatingSystem.IsLinux() ? 11 : 35; // EAGAIN
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(1);

    /// <exception cref="IOException">It cannot be written; the number is the system's.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            nint written = Write(number, buffer, Math.Min(buffer.Length, Longest));
            int error = written < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (error == s_full)
            {
                Thread.Sleep(s_pause); // Another process made it one that does not wait.
            }
            else if (error is not (0 or Interrupted))
            {
                throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
            }

            buffer = buffer[(int)Math.Max(written, 0)..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, ReadOnlySpan<byte> bytes, nint count);
}
