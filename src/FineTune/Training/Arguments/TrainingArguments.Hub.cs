namespace FineTune;

/// <content>Pushing to the Hub.</content>
public sealed partial record TrainingArguments
{
    /// <summary>Gets whether what is saved is pushed to the Hub during training. Default false.</summary>
    /// <remarks>Refused when set: training saves locally; push the folder afterwards with: finetune push.</remarks>
    public bool PushToHub { get; init; }

    /// <summary>Gets the token to push with; written nowhere. Default null.</summary>
    /// <remarks>Accepted with any value and without effect: training does not push.</remarks>
    public string? HubToken { get; init; }

    /// <summary>Gets whether the repository on the Hub is private. Default null.</summary>
    /// <remarks>Accepted with any value and without effect: training does not push.</remarks>
    public bool? HubPrivateRepo { get; init; }

    /// <summary>Gets the repository on the Hub. Default null.</summary>
    /// <remarks>Accepted with any value and without effect: training does not push.</remarks>
    public string? HubModelId { get; init; }

    /// <summary>Gets what is pushed when. Default <see cref="HubStrategy.EverySave"/>.</summary>
    /// <remarks>Accepted with any value and without effect: training does not push.</remarks>
    public HubStrategy HubStrategy { get; init; } = HubStrategy.EverySave;

    /// <summary>Gets whether a push starts before the one before has ended. Default false.</summary>
    /// <remarks>Accepted with any value and without effect: training does not push.</remarks>
    public bool HubAlwaysPush { get; init; }

    /// <summary>Gets the branch to push to. Default null.</summary>
    /// <remarks>Accepted with any value and without effect: training does not push.</remarks>
    public string? HubRevision { get; init; }
}
