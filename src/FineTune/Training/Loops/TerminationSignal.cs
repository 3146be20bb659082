using System.Runtime.InteropServices;

namespace FineTune.Training;

/// <summary>Turns the signal to terminate (SIGTERM) into a cancellation while training runs, so that a checkpoint is saved first.</summary>
internal sealed class TerminationSignal : IDisposable
{
    private readonly CancellationTokenSource? _source;
    private readonly PosixSignalRegistration? _registration;

    public TerminationSignal(bool isOn, TrainerLog log, CancellationToken outer)
    {
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

    public CancellationToken Token { get; }

    public void Dispose()
    {
        _registration?.Dispose();
        _source?.Dispose();
    }
}
