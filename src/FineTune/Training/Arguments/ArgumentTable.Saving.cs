namespace FineTune.Training;

/// <content>Checkpoints, the best model and resuming.</content>
internal static partial class ArgumentTable
{
    private static TrainingArgument[] Saving() =>
    [
        TrainingArgument.Boolean("save_only_model", "whether a checkpoint holds the model only, so that training cannot resume from it",
            a => a.SaveOnlyModel, (a, v) => a with { SaveOnlyModel = v }),
        TrainingArgument.Choice("save_strategy", "when a checkpoint is saved", a => a.SaveStrategy.Word, (a, v) => a with { SaveStrategy = SaveStrategy.Of(v) }),
        TrainingArgument.Steps("save_steps", "how many steps lie between two checkpoints; below 1 it is a share of all steps",
            a => a.SaveSteps, (a, v) => a with { SaveSteps = v }),
        TrainingArgument.Boolean("save_on_each_node", "whether the first process of every machine saves, for machines that share no folder, and not only the first of all",
            a => a.SaveOnEachNode, (a, v) => a with { SaveOnEachNode = v }),
        TrainingArgument.NullableInteger("save_total_limit", "how many checkpoints are kept; the newest and the best are never deleted",
            a => a.SaveTotalLimit, (a, v) => a with { SaveTotalLimit = v }),
        TrainingArgument.Boolean("enable_jit_checkpoint", "whether an interrupted run saves a checkpoint before it ends",
            a => a.EnableJitCheckpoint, (a, v) => a with { EnableJitCheckpoint = v })
            .Satisfied("an interrupted run always saves one"),
    ];
}
