using System.Runtime.InteropServices;
using FineTune.Runtime;

namespace FineTune.Training;

/// <summary>
/// Everything as it is before the first attempt to train: an attempt that fails leaves nothing behind. The weights lie in a file without a
/// name, for where memory is short a copy of them would be what does not fit.
/// </summary>
internal sealed class AttemptState : IDisposable
{
    private readonly Trainer _trainer;
    private readonly CheckpointManager _checkpoints;
    private readonly Parameter[] _parameters;
    private readonly FileStream? _file;
    private readonly float[][]? _copies;
    private readonly byte[] _random;
    private readonly (Optimizer? Optimizer, LrScheduler? Scheduler) _optimization;
    private readonly IReadOnlyDictionary<string, object?>? _optimizerState;
    private readonly IReadOnlyDictionary<string, object?>? _schedulerState;
    private readonly ControlFlags _control;
    private readonly KeyValuePair<IExportableState, CallbackState>[] _callbacks;

    public AttemptState(Trainer trainer, CheckpointManager checkpoints)
    {
        (_trainer, _checkpoints) = (trainer, checkpoints);
        _parameters = [.. trainer.Model.Parameters().Where(parameter => parameter.RequiresGrad)];
        _file = TryWrite();
        _copies = _file is null ? [.. _parameters.Select(parameter => parameter.ToArray())] : null;
        _random = trainer.Generator.GetState();
        _optimization = (trainer.Optimizer, trainer.LrScheduler);
        _optimizerState = TensorCopy.Of(trainer.Optimizer?.StateDict());
        _schedulerState = TensorCopy.Of(trainer.LrScheduler?.StateDict());
        _control = trainer.Control.Flags;
        _callbacks = [.. trainer.Handler.Callbacks.OfType<IExportableState>().Select(callback => KeyValuePair.Create(callback, callback.State()))];
    }

    /// <summary>Makes everything what it was, and gives back what memory the attempt had taken.</summary>
    public void Restore()
    {
        _checkpoints.Discard();
        _trainer.BeginAgain(_optimization);
        foreach (Parameter parameter in _parameters)
        {
            parameter.Storage.AbandonDeferred(); // Decided by an optimizer that is given up.
            parameter.DropGradient();
        }

        BufferPool.Abandon();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        ReadWeights();
        _trainer.Generator.SetState(_random);
        _trainer.Control.Flags = _control;
        if (_optimizerState is not null)
        {
            _optimization.Optimizer!.LoadStateDict(TensorCopy.Of(_optimizerState)!);
        }

        if (_schedulerState is not null)
        {
            _optimization.Scheduler!.LoadStateDict(TensorCopy.Of(_schedulerState)!);
        }

        foreach ((IExportableState callback, CallbackState state) in _callbacks)
        {
            callback.FromState(state);
        }
    }

    public void Dispose() => _file?.Dispose();

    private FileStream? TryWrite()
    {
        FileStream? file = null;
        try
        {
            string path = Path.Combine(_trainer.Args.OutputDir, ".saving-start");
            file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 0, FileOptions.DeleteOnClose);
            if (!OperatingSystem.IsWindows())
            {
                File.Delete(path); // Whatever happens to the process, nothing stays.
            }

            foreach (Parameter parameter in _parameters)
            {
                file.Write(MemoryMarshal.AsBytes(parameter.Span));
            }

            return file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            file?.Dispose();
            return null;
        }
    }

    private void ReadWeights()
    {
        if (_file is not null)
        {
            _file.Position = 0;
        }

        for (int i = 0; i < _parameters.Length; i++)
        {
            Span<float> weights = _parameters[i].Span;
            if (_file is not null)
            {
                _file.ReadExactly(MemoryMarshal.AsBytes(weights));
            }
            else
            {
                _copies![i].CopyTo(weights);
            }
        }
    }
}
