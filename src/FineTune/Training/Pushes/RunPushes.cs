using System.Globalization;
using FineTune.Hub;
using FineTune.Terminal;

namespace FineTune.Training;

/// <summary>
/// The pushes of a Trainer: checked before the first step, begun at every checkpoint, ended after the last. Whatever becomes of them, the
/// run, its files and its random numbers are those of a run that does not push.
/// </summary>
internal sealed class RunPushes
{
    private readonly Trainer _trainer;
    private readonly IPushTarget _target;
    private readonly PushQueue _queue;
    private int _number;

    public RunPushes(Trainer trainer, IPushTarget target)
    {
        (_trainer, _target) = (trainer, target);
        _queue = new PushQueue(target, trainer.PushClock);
        PushFolder.DeleteLeftovers(RunFolder, trainer.Files);
    }

    private TrainingArguments Args => _trainer.Args;

    private string RunFolder => Args.OutputDir;

    /// <summary>Gets the command that makes up for pushes that did not arrive.</summary>
    public string Command => $"finetune push {RunFolder} --repo {_target.RepoId}{(Args.HubRevision is { } branch ? $" --revision {branch}" : string.Empty)}";

    /// <summary>Sees that the run can be pushed, before anything is computed for it.</summary>
    /// <exception cref="HubException">It cannot: the token, the name or the access is wrong.</exception>
    public void Check(CancellationToken cancellationToken)
    {
        try
        {
            Wait(() => _target.PrepareAsync(cancellationToken));
        }
        catch (ArgumentException exception)
        {
            throw new TrainingArgumentsException([$"hub_model_id and hub_revision: {exception.Message}"]);
        }
        catch (Exception exception) when (!PushProblem.IsFinal(exception) && exception is not OperationCanceledException)
        {
            _trainer.Messages.Warning(LogEvent.Push, $"Whether the run can be pushed is not known yet: {exception.Message} Training starts all the same; it is tried "
                + "again with every push.");
        }
    }

    /// <summary>Says what the push of a checkpoint is going to say, and gets what begins it once its files are there.</summary>
    public Action<string> ForCheckpoint()
    {
        TrainerState state = _trainer.State;
        string message = "Training in progress, " + (Args.SaveStrategy == SaveStrategy.Steps
            ? string.Create(CultureInfo.InvariantCulture, $"step {state.GlobalStep}")
            : string.Create(CultureInfo.InvariantCulture, $"epoch {(int)state.Epoch}"));
        return checkpoint => AddCheckpoint(checkpoint, message);
    }

    /// <summary>Pushes the run's folder after everything before it.</summary>
    /// <exception cref="PushFailedException">It did not arrive.</exception>
    public async Task<CommitInfo> PushAsync(string message, CancellationToken cancellationToken)
    {
        try
        {
            PushJob job = Begin(message, isAwaited: true);
            await _queue.SettleAsync(cancellationToken);
            Tell();
            return (await job.End)!;
        }
        catch (Exception exception)
        {
            throw new PushFailedException(exception, RunFolder, Command);
        }
    }

    /// <summary>Adds a push of the run's folder after everything before it. What goes wrong is the push's failure, not the run's.</summary>
    public void Add(string message) => TakeOrFail(message, () => Begin(message, isAwaited: false));

    /// <summary>Waits for the pushes of a run that is over, and says what did not arrive.</summary>
    /// <param name="cancellationToken">Gives them up.</param>
    public void Settle(CancellationToken cancellationToken)
    {
        Wait(() => _queue.SettleAsync(cancellationToken));
        Tell();
    }

    /// <summary>Gives up what has not arrived, because the run ended otherwise.</summary>
    public void GiveUp()
    {
        Wait(() => _queue.GiveUpAsync(new OperationCanceledException("The run ended before.")));
        Tell();
    }

    /// <summary>Gets a model's licence, if the Hub knows one.</summary>
    public string? LicenseOf(string modelId, CancellationToken cancellationToken)
    {
        string? license = null;
        Wait(async () => license = await _target.LicenseOfAsync(modelId, cancellationToken));
        return license;
    }

    private PushJob Begin(string message, bool isAwaited)
    {
        (string folder, string model, _) = Take(checkpoint: null, withCheckpoint: false);
        PushJob job = new(folder, [new PushPart(model, null, message)], givesWay: false, isAwaited);
        _queue.Add(job);
        return job;
    }

    /// <summary>Takes the checkpoint's files before rotation can delete them. What goes wrong is the push's failure, not the checkpoint's.</summary>
    private void AddCheckpoint(string checkpoint, string message) => TakeOrFail(message, () =>
    {
        bool withCheckpoint = Args.HubStrategy is HubStrategy.Checkpoint or HubStrategy.AllCheckpoints;
        (string folder, string model, string whole) = Take(checkpoint, withCheckpoint);
        List<PushPart> parts = [new(model, null, message)];
        if (withCheckpoint)
        {
            parts.Add(new(whole, Args.HubStrategy == HubStrategy.Checkpoint ? "last-checkpoint" : Path.GetFileName(checkpoint), message + ", checkpoint"));
        }

        _queue.Add(new PushJob(folder, parts, givesWay: Args.HubStrategy != HubStrategy.AllCheckpoints && !Args.HubAlwaysPush, isAwaited: false));
    });

    private (string Folder, string Model, string Checkpoint) Take(string? checkpoint, bool withCheckpoint) =>
        PushFolder.Take(RunFolder, Interlocked.Increment(ref _number), checkpoint, withCheckpoint, new WarningLogger(text => _trainer.Messages.WarningOnce(LogEvent.Push, text)));

    private void TakeOrFail(string message, Action take)
    {
        try
        {
            take();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _queue.Fail(new PushFailure(message, exception));
        }
    }

    /// <summary>Keeps a warning of the Hub's client, which comes on any thread, until the Trainer tells of its pushes.</summary>
    public void Warn(string warning) => _queue.Warn(warning);

    /// <summary>Says what became of the pushes, now that there are none under way.</summary>
    private void Tell()
    {
        PushFolder.DeleteIfEmpty(RunFolder);
        (IReadOnlyList<PushFailure> failures, IReadOnlyList<string> warnings) = _queue.TakeReport();
        foreach (string warning in warnings)
        {
            _trainer.Messages.Warning(LogEvent.Push, warning);
        }

        if (failures.Count > 0)
        {
            _trainer.Messages.Warning(LogEvent.Push, $"{failures.Count} {(failures.Count == 1 ? "push" : "pushes")} did not arrive at {_target.RepoId}; the first, "
                + $"\"{failures[0].Message}\": {failures[0].Exception.Message} Nothing of the run is lost. Push its folder with: {Command}");
        }
    }

    /// <summary>Waits on a thread that nobody's continuations have to come back to.</summary>
    private static void Wait(Func<Task> work) => Task.Run(work).GetAwaiter().GetResult();
}
