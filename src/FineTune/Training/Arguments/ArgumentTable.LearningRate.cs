namespace FineTune.Training;

/// <content>The learning rate and its course.</content>
internal static partial class ArgumentTable
{
    private static TrainingArgument[] LearningRate() =>
    [
        TrainingArgument.Real("learning_rate", "the peak learning rate", a => a.LearningRate, (a, v) => a with { LearningRate = v }),
        TrainingArgument.Choice("lr_scheduler_type", "the course of the learning rate",
            a => a.LrSchedulerType, (a, v) => a with { LrSchedulerType = v }),
        TrainingArgument.NullableMap("lr_scheduler_kwargs", "the settings of the schedule by the reference's names, such as num_cycles",
            a => a.LrSchedulerKwargs, (a, v) => a with { LrSchedulerKwargs = v }),
        TrainingArgument.Steps("warmup_steps", "how many steps the learning rate rises for; below 1 it is a share of all steps",
            a => a.WarmupSteps, (a, v) => a with { WarmupSteps = v }),
    ];
}
