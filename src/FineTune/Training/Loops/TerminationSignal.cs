using System.Runtime.InteropServices;

namespace FineTune.Training;

/// <summary>Turns the signals that end a process into a cancellation while training runs, so that a checkpoint is saved first.</summary>
internal sealed class TerminationSignal : IDisposable
{
    private readonly CancellationToken _outer;
    private readonly CancellationTokenSource? _source;
    private readonly IReadOnlyList<PosixSignalRegistration> _registrations = [];

    public TerminationSignal(bool isOn, TrainerLog log, CancellationToken outer)
    {
        _outer = outer;
        Token = outer;
        if (!isOn)
        {
            return;
        }

        _source = CancellationTokenSource.CreateLinkedTokenSource(outer);
        Token = _source.Token;
        _registrations = EndingSignals.Register(context => Handle(context, log), isProgram: false);
    }

    /// <summary>Gets what is cancelled by the signal, and when the caller cancels.</summary>
    public CancellationToken Token { get; }

    /// <summary>Gets the caller's token if that was cancelled, else <see cref="Token"/>.</summary>
    public CancellationToken Cause => _outer.IsCancellationRequested ? _outer : Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _source?.Dispose();
    }

    /// <summary>A second Ctrl-C does what it does without us.</summary>
    private void Handle(PosixSignalContext context, TrainerLog log)
    {
        bool isSecond = _source!.IsCancellationRequested;
        context.Cancel = !isSecond || context.Signal is not (PosixSignal.SIGINT or PosixSignal.SIGQUIT);
        if (!isSecond)
        {
            QuietEnding.Prepare(context.Signal);
            log.Warning(LogEvent.Interrupted, $"The signal to terminate ({context.Signal}) arrived: training saves a checkpoint and ends.");
            try
            {
                _source.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // Training has ended meanwhile.
            }
        }
    }
}
