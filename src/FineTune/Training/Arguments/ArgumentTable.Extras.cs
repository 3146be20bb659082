namespace FineTune.Training;

/// <content>What the reference does not have.</content>
internal static partial class ArgumentTable
{
    private static TrainingArgument[] Extras() =>
    [
        TrainingArgument.Boolean("upstream_accumulation", "whether gradient accumulation sums mean losses, as the reference does since 5.0",
            a => a.UpstreamAccumulation, (a, v) => a with { UpstreamAccumulation = v }),
        TrainingArgument.NullableReal("max_time", "how many seconds training may take",
            a => a.MaxTime, (a, v) => a with { MaxTime = v }),
    ];
}
