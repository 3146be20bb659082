using System.Runtime.InteropServices;
using FineTune.Runtime;
using FineTune.Terminal;
using FineTune.Training;

namespace FineTune.Cli;

/// <summary>Every signal that ends a process: the first asks the run to save a checkpoint and end, the second ends it at once.</summary>
internal sealed class Interruption : IDisposable
{
    // A service manager and a closing terminal send several at once and mean one.
    private static readonly TimeSpan s_together = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_windowsWaits = TimeSpan.FromSeconds(60);
    private readonly CancellationTokenSource _source = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly IReadOnlyList<PosixSignalRegistration> _registrations;
    private readonly TextWriter _errors;
    private readonly string _farewell;
    private long _first;

    public Interruption(TextWriter errors, string farewell)
    {
        (_errors, _farewell) = (errors, farewell);
        _registrations = EndingSignals.Register(Handle, isProgram: true);
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _ended.Set();
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        // The source is not disposed of: a signal may be on its way to it just now, and it holds nothing.
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.CompareExchange(ref _first, Environment.TickCount64 + 1, 0) is var first and not 0)
        {
            if (EndingSignals.IsUrgent(context.Signal) && Environment.TickCount64 - first >= s_together.TotalMilliseconds)
            {
                Environment.Exit(CommandLine.Interrupted);
            }

            return;
        }

        SafeConsole.StopWaiting();
        _errors.WriteLine("finetune: " + _farewell);
        _source.Cancel();
        if (OperatingSystem.IsWindows() && context.Signal is PosixSignal.SIGHUP or PosixSignal.SIGTERM)
        {
            _ended.Wait(s_windowsWaits); // The system ends the process when this returns.
        }
    }
}
