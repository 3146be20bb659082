namespace FineTune.Training;

/// <content>Pushing to the Hub.</content>
internal static partial class ArgumentTable
{
    private static TrainingArgument[] Hub() =>
    [
        TrainingArgument.Boolean("push_to_hub", "whether what is saved is pushed to the Hub during training",
            a => a.PushToHub, (a, v) => a with { PushToHub = v }),
        TrainingArgument.NullableText("hub_token", "the token to push with; written nowhere", a => a.HubToken, (a, v) => a with { HubToken = v }),
        TrainingArgument.NullableBoolean("hub_private_repo", "whether the repository on the Hub is private",
            a => a.HubPrivateRepo, (a, v) => a with { HubPrivateRepo = v }),
        TrainingArgument.NullableText("hub_model_id", "the repository on the Hub", a => a.HubModelId, (a, v) => a with { HubModelId = v }),
        TrainingArgument.Choice("hub_strategy", "what is pushed when", a => a.HubStrategy, (a, v) => a with { HubStrategy = v }),
        TrainingArgument.Boolean("hub_always_push", "whether every save is pushed, also while the push before it has not ended",
            a => a.HubAlwaysPush, (a, v) => a with { HubAlwaysPush = v }),
        TrainingArgument.NullableText("hub_revision", "the branch to push to", a => a.HubRevision, (a, v) => a with { HubRevision = v }),
    ];
}
