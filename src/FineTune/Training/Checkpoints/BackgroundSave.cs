using System.Runtime.ExceptionServices;
using FineTune.Runtime;

namespace FineTune.Training;

/// <summary>A checkpoint that is being written by a thread of its own or, where the system has none to give, was by the caller's.</summary>
internal sealed class BackgroundSave
{
    /// <summary>Copies larger than this are given back to the system at once, not when the collector next comes by.</summary>
    private const long LargeBytes = 32_000_000;

    private readonly Thread? _thread;
    private volatile ExceptionDispatchInfo? _failure;

    private readonly QueuedMessages _messages;

    /// <param name="contents">What is written.</param>
    /// <param name="kept">Its tensors.</param>
    /// <param name="write">Writes it.</param>
    /// <param name="messages">What it has to say, which is said when it has ended.</param>
    public BackgroundSave(CheckpointContents contents, KeptTensors kept, Action write, QueuedMessages messages)
    {
        (Contents, Kept, _messages) = (contents, kept, messages);
        Thread thread = new(() => Run(write)) { Name = "FineTune checkpoint" };
        if (WorkerPool.TryStart(thread, inContext: true))
        {
            _thread = thread;
        }
        else
        {
            Run(write);
        }
    }

    public CheckpointContents Contents { get; }

    /// <summary>Gets its tensors, which may change only when they are kept.</summary>
    public KeptTensors Kept { get; }

    /// <summary>Gets whether it has ended, well or not.</summary>
    public bool IsOver => _thread is not { IsAlive: true };

    /// <summary>Waits for its end.</summary>
    /// <exception cref="CheckpointException">It could not be saved.</exception>
    public void Wait(TrainerLog log)
    {
        _thread?.Join();
        _messages.WriteTo(log);
        _failure?.Throw();
    }

    private void Run(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception)
        {
            // Nobody is there to catch it on this thread; the one that waits gets it.
            _failure = ExceptionDispatchInfo.Capture(exception);
        }

        Kept.End();
        if (Kept.Copied > LargeBytes)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        }
    }
}
