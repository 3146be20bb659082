using FineTune.Hub;
using FineTune.Terminal;
using FineTune.Training;

namespace FineTune;

/// <content>Pushing to the Hub.</content>
public partial class Trainer
{
    private const string ModelSave = "Model save";

    private RunPushes? _pushes;

    /// <summary>Gets the repository that is pushed to. Default null: the one the arguments name.</summary>
    internal IPushTarget? PushTarget { get; init; }

    /// <summary>
    /// Gets whether <see cref="Train"/> returns while pushes are under way, for a caller who saves the model before it waits for them. Default false.
    /// </summary>
    internal bool LeavesPushes { get; init; }

    /// <summary>Gets the clock by which pushes are tried again and given up.</summary>
    internal TimeProvider PushClock { get; init; } = TimeProvider.System;

    /// <summary>Gets whether what is saved is pushed: a rehearsal is not.</summary>
    internal bool IsPushed => Args.PushToHub && !Args.FastDevRun && Processes.IsMain;

    /// <summary>Gets whether checkpoints are pushed too.</summary>
    internal bool PushesCheckpoints => IsPushed && Args.HubStrategy != HubStrategy.End;

    /// <summary>Gets the pushes of the Trainer.</summary>
    internal RunPushes Pushes => _pushes ??= new RunPushes(this, PushTarget ?? new HubTarget(
        Args.HubModelId ?? NameOfRun,
        progress => new HfApi(new HubOptions
        {
            Token = (HubToken?)Args.HubToken ?? true,
            Progress = progress,
            Logger = new WarningLogger(text => Pushes.Warn(text)),
        }),
        Args.HubPrivateRepo,
        Args.HubRevision));

    private string NameOfRun => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Args.OutputDir)));

    /// <summary>
    /// Saves the model, writes its card, and pushes the run's folder to the Hub, after what training still pushes; the reference's
    /// <c>push_to_hub</c>. The repository is made if there is none. Needs no <see cref="TrainingArguments.PushToHub"/>.
    /// </summary>
    /// <remarks>
    /// Checkpoints and names that begin with an underscore stay here. A Hub that cannot be reached is tried again until nothing has
    /// arrived for ten minutes.
    /// </remarks>
    /// <param name="commitMessage">What the commit says. Default <c>End of training</c>.</param>
    /// <param name="blocking">Whether to wait until it has arrived. When false the next push, or <see cref="Train"/>, waits for it.</param>
    /// <param name="modelCard">What the Trainer cannot know for the card. Default null: nothing more; a licence that the base model names is taken over.</param>
    /// <param name="cancellationToken">Gives the push up; what was saved stays.</param>
    /// <returns>The commit; null when it is not waited for, and in all processes but the first.</returns>
    /// <exception cref="CheckpointException">The model could not be saved.</exception>
    /// <exception cref="PushFailedException">It is saved, but did not arrive.</exception>
    public CommitInfo? PushToHub(
        string commitMessage = "End of training", bool blocking = true, ModelCardOptions? modelCard = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(commitMessage);
        SaveForPush(modelCard, cancellationToken);
        if (!Processes.IsMain)
        {
            return null;
        }

        if (blocking)
        {
            return Task.Run(() => Pushes.PushAsync(commitMessage, cancellationToken), CancellationToken.None).GetAwaiter().GetResult();
        }

        Pushes.Add(commitMessage);
        return null;
    }

    /// <summary>As <see cref="PushToHub"/>, for those who can wait otherwise. The model is saved before it returns.</summary>
    /// <inheritdoc cref="PushToHub"/>
    public Task<CommitInfo> PushToHubAsync(
        string commitMessage = "End of training", ModelCardOptions? modelCard = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(commitMessage);
        SaveForPush(modelCard, cancellationToken);
        return !Processes.IsMain ? throw new InvalidOperationException($"Rank {Processes.Rank} cannot push: the first process does. Ask for it where ProcessIndex is 0.")
            : Pushes.PushAsync(commitMessage, cancellationToken);
    }

    /// <summary>Saves the model as <see cref="SaveModel"/> does, but pushes it while other things are done; a later push waits for it.</summary>
    internal void SaveModelAndGoOn()
    {
        SaveLocally(null);
        if (IsPushed)
        {
            Handler.OnPushBegin();
            Pushes.Add(ModelSave);
        }
    }

    /// <summary>Sees that the run can be pushed, before anything is computed for it, and deletes what pushes of an earlier process left.</summary>
    internal void BeginPushes(CancellationToken cancellationToken)
    {
        if (IsPushed)
        {
            Pushes.Check(cancellationToken);
        }
        else if (_pushes is null && Saves)
        {
            PushFolder.DeleteLeftovers(Args.OutputDir, Files);
        }
    }

    /// <summary>Gets what pushes a checkpoint, given its folder once it is there; null when checkpoints are not pushed.</summary>
    internal Action<string>? PushOfCheckpoint() => PushesCheckpoints ? Pushes.ForCheckpoint() : null;

    /// <summary>Waits for what training still pushes, unless the caller does. The first process does, and all others wait for it.</summary>
    internal void SettlePushes(CancellationToken cancellationToken)
    {
        if (!LeavesPushes)
        {
            _pushes?.Settle(cancellationToken);
            Processes.AwaitAll();
        }
    }

    /// <summary>Gives up what has not arrived.</summary>
    internal void GiveUpPushes() => _pushes?.GiveUp();

    private void SaveForPush(ModelCardOptions? modelCard, CancellationToken cancellationToken)
    {
        Initialize();
        if (!Processes.IsMain)
        {
            return;
        }

        Handler.OnPushBegin();
        SaveLocally(null);
        ModelCardOptions options = modelCard ?? new ModelCardOptions();
        CreateModelCard(options with
        {
            ModelName = options.ModelName ?? Args.HubModelId?.Split('/')[^1] ?? NameOfRun,
            License = options.License ?? (ModelCard.IsOnHub(options.FinetunedFrom) ? Pushes.LicenseOf(options.FinetunedFrom!, cancellationToken) : null),
        });
    }
}
