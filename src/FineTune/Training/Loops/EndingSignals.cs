using System.Globalization;
using System.Runtime.InteropServices;
using FineTune.Terminal;

namespace FineTune.Training;

/// <summary>
/// The signals by which people and systems end a process: each saves as SIGTERM does. One that whoever started the process had it
/// ignore (<c>nohup</c>, a job in the background) stays ignored. On Windows they stand for Ctrl-C, Ctrl-Break, a window that is closed, and
/// the system's end.
/// </summary>
internal static class EndingSignals
{
    private static readonly PosixSignal[] s_named = [PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];

    /// <summary>Those that have no name here: a limit of processor time.</summary>
    private static readonly int[] s_limits = [24];

    /// <summary>Schedulers of clusters warn with these, alarms and failing power come with the others; a program may use them for itself.</summary>
    private static readonly int[] s_warnings = OperatingSystem.IsLinux() ? [10, 12, 14, 30] : OperatingSystem.IsMacOS() ? [30, 31, 14] : [];

    /// <summary>Has something done when one arrives.</summary>
    /// <param name="handle">What is done.</param>
    /// <param name="isProgram">Whether the whole process is ours, so that none of them means anything else.</param>
    public static IReadOnlyList<PosixSignalRegistration> Register(Action<PosixSignalContext> handle, bool isProgram)
    {
        ulong ignored = Ignored();
        List<PosixSignalRegistration> all = [];
        IEnumerable<PosixSignal> numbered = OperatingSystem.IsWindows() ? [] : (isProgram ? s_limits.Concat(s_warnings) : s_limits).Select(number => (PosixSignal)number);
        foreach (PosixSignal signal in s_named.Concat(numbered))
        {
            if (((ignored >> (NumberOf(signal) - 1)) & 1) == 1)
            {
                continue;
            }

            try
            {
                all.Add(PosixSignalRegistration.Create(signal, handle));
            }
            catch (Exception exception) when (exception is IOException or ArgumentException or PlatformNotSupportedException)
            {
                // This system has none of that number.
            }
        }

        return all;
    }

    /// <summary>Gets whether a second signal of a kind means that somebody will not wait: the others may come by themselves again and again.</summary>
    public static bool IsUrgent(PosixSignal signal) => signal is PosixSignal.SIGTERM or PosixSignal.SIGINT or PosixSignal.SIGQUIT;

    /// <summary>Gets the system's number of a signal.</summary>
    public static int NumberOf(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGQUIT => 3,
        PosixSignal.SIGTERM => 15,
        _ => (int)signal,
    };

    private static ulong Ignored() =>
        ulong.TryParse(ProcFile.Value("/proc/self/status", "SigIgn"), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong mask) ? mask : 0;
}
