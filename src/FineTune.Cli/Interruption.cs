using System.Runtime.InteropServices;

namespace FineTune.Cli;

/// <summary>SIGINT and SIGTERM: the first asks the run to save a checkpoint and end, the second ends it at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly TextWriter _errors;

    public Interruption(TextWriter errors)
    {
        _errors = errors;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_source.IsCancellationRequested)
        {
            Environment.Exit(CommandLine.Interrupted);
        }

        _errors.WriteLine("finetune: interrupted; saving what there is and leaving. A second interrupt leaves at once.");
        _source.Cancel();
    }
}
