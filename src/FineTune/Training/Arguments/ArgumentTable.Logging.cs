namespace FineTune.Training;

/// <content>What is logged, when and where to.</content>
internal static partial class ArgumentTable
{
    private static TrainingArgument[] Logging() =>
    [
        TrainingArgument.Choice("logging_strategy", "when the training loss is logged",
            a => a.LoggingStrategy, (a, v) => a with { LoggingStrategy = v }),
        TrainingArgument.Steps("logging_steps", "how many steps lie between two logs; below 1 it is a share of all steps",
            a => a.LoggingSteps, (a, v) => a with { LoggingSteps = v }),
        TrainingArgument.Boolean("logging_first_step", "whether the first step is logged too",
            a => a.LoggingFirstStep, (a, v) => a with { LoggingFirstStep = v }),
        TrainingArgument.Boolean("log_on_each_node", "whether the first process of every machine logs, and not only the first of all", a => a.LogOnEachNode, (a, v) => a with { LogOnEachNode = v }),
        TrainingArgument.NullableBoolean("logging_nan_inf_filter",
            "what happens when a loss is not finite: null stops the run, true leaves it out of the log, false logs it",
            a => a.LoggingNanInfFilter, (a, v) => a with { LoggingNanInfFilter = v }),
        TrainingArgument.Choice("include_num_input_tokens_seen", "which input tokens are counted and logged",
            a => a.IncludeNumInputTokensSeen, (a, v) => a with { IncludeNumInputTokensSeen = v }, (InputTokenCount.No, InputTokenCount.All)),
        TrainingArgument.Choice("log_level", "which messages are printed", a => a.LogLevel, (a, v) => a with { LogLevel = v }),
        TrainingArgument.Choice("log_level_replica", "which messages the other processes print",
            a => a.LogLevelReplica, (a, v) => a with { LogLevelReplica = v }),
        TrainingArgument.NullableBoolean("disable_tqdm", "whether the progress bar gives way to plain lines; null means no",
            a => a.DisableTqdm, (a, v) => a with { DisableTqdm = v }),
        TrainingArgument.List("report_to", "what logs are sent to: tensorboard, csv, jsonl, all or none", a => a.ReportTo, (a, v) => a with { ReportTo = v }),
        TrainingArgument.NullableText("run_name", "the name of the run for the services that show one",
            a => a.RunName, (a, v) => a with { RunName = v })
            .Satisfied("no service that shows one is connected"),
        TrainingArgument.Text("project", "the project that Trackio files the run under", a => a.Project, (a, v) => a with { Project = v })
            .Satisfied("Trackio is not connected"),
        TrainingArgument.NullableText("trackio_space_id", "the Space that Trackio logs to",
            a => a.TrackioSpaceId, (a, v) => a with { TrackioSpaceId = v })
            .Satisfied("Trackio is not connected"),
        TrainingArgument.NullableText("trackio_bucket_id", "the bucket that Trackio stores in",
            a => a.TrackioBucketId, (a, v) => a with { TrackioBucketId = v })
            .Satisfied("Trackio is not connected"),
        TrainingArgument.NullableText("trackio_static_space_id", "the static Space that Trackio publishes",
            a => a.TrackioStaticSpaceId, (a, v) => a with { TrackioStaticSpaceId = v })
            .Satisfied("Trackio is not connected"),
    ];
}
