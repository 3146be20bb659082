using System.Runtime.InteropServices;

namespace FineTune.Training;

/// <summary>Turns the signal to terminate (SIGTERM) into a cancellation while training runs, so that a checkpoint is saved first.</summary>
internal sealed class TerminationSignal : IDisposable
{
    private readonly CancellationToken _outer;
    private readonly CancellationTokenSource? _source;
    private readonly PosixSignalRegistration? _registration;

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
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            log.Warning("The signal to terminate arrived: training saves a checkpoint and ends.");
            _source.Cancel();
        });
    }

    /// <summary>Gets what is cancelled by the signal, and when the caller cancels.</summary>
    public CancellationToken Token { get; }

    /// <summary>Gets the caller's token if that was cancelled, else <see cref="Token"/>.</summary>
    public CancellationToken Cause => _outer.IsCancellationRequested ? _outer : Token;

    public void Dispose()
    {
        _registration?.Dispose();
        _source?.Dispose();
    }
}
