namespace FineTune;

/// <content>Pushing to the Hub.</content>
public sealed partial record TrainingArguments
{
    /// <summary>Gets whether what is saved is pushed to the Hub during training. Default false.</summary>
    /// <remarks>
    /// Checkpoints are, as <see cref="HubStrategy"/> says, and the model when <c>Trainer.SaveModel</c> saves it. Token, repository and access
    /// are checked before the first step. Later pushes run beside training, never change it, are tried again while it goes on, and after it
    /// for as long as something moves within ten minutes; what did not arrive is a warning with the command that makes up for it.
    /// </remarks>
    public bool PushToHub { get; init; }

    /// <summary>Gets the token to push with; written nowhere. Default null.</summary>
    /// <remarks>Null takes HF_TOKEN, or the one of the log-in.</remarks>
    public string? HubToken { get; init; }

    /// <summary>Gets whether the repository on the Hub is private. Default null.</summary>
    /// <remarks>Null makes it as its owner's settings say. One that exists stays as it is.</remarks>
    public bool? HubPrivateRepo { get; init; }

    /// <summary>Gets the repository on the Hub. Default null.</summary>
    /// <remarks><c>OWNER/NAME</c>, or a name for one of the token's owner. Null takes the name of the run's folder.</remarks>
    public string? HubModelId { get; init; }

    /// <summary>Gets what is pushed when. Default <see cref="HubStrategy.EverySave"/>.</summary>
    public HubStrategy HubStrategy { get; init; } = HubStrategy.EverySave;

    /// <summary>Gets whether every save is pushed, also while the push before it has not ended. Default false.</summary>
    /// <remarks>False lets the newest that waits take the place of those before it.</remarks>
    public bool HubAlwaysPush { get; init; }

    /// <summary>Gets the branch to push to. Default null.</summary>
    /// <remarks>It is made if there is none. Null is the main one.</remarks>
    public string? HubRevision { get; init; }
}
