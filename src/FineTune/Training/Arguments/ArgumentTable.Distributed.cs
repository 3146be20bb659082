namespace FineTune.Training;

/// <content>Several processes, and debugging.</content>
internal static partial class ArgumentTable
{
    private static TrainingArgument[] Distributed() =>
    [
        TrainingArgument.NullableBoolean("ddp_find_unused_parameters", "a setting of torch's data-parallel wrapper",
            a => a.DdpFindUnusedParameters, (a, v) => a with { DdpFindUnusedParameters = v })
            .Satisfied("a gradient that a process lacks counts as zeros"),
        TrainingArgument.NullableInteger("ddp_bucket_cap_mb", "how many megabytes of gradients travel together; null means 25",
            a => a.DdpBucketCapMb, (a, v) => a with { DdpBucketCapMb = v }),
        TrainingArgument.NullableBoolean("ddp_broadcast_buffers", "a setting of torch's data-parallel wrapper",
            a => a.DdpBroadcastBuffers, (a, v) => a with { DdpBroadcastBuffers = v })
            .Satisfied("training changes no buffer"),
        TrainingArgument.NullableBoolean("ddp_static_graph", "a setting of torch's data-parallel wrapper",
            a => a.DdpStaticGraph, (a, v) => a with { DdpStaticGraph = v })
            .Satisfied("gradients are always added in the same order"),
        TrainingArgument.NullableText("ddp_backend", "how processes talk to each other", a => a.DdpBackend, (a, v) => a with { DdpBackend = v })
            .Satisfied("processes talk by the MPI that started them"),
        TrainingArgument.Integer("ddp_timeout", "how many seconds a process waits for another before it names it and ends the job",
            a => a.DdpTimeout, (a, v) => a with { DdpTimeout = v }),
        TrainingArgument.NullableText("fsdp", "whether parameters are spread over processes", a => a.Fsdp, (a, v) => a with { Fsdp = v })
            .Refused("every process has all parameters"),
        TrainingArgument.NullableMap("fsdp_config", "the settings of fsdp", a => a.FsdpConfig, (a, v) => a with { FsdpConfig = v })
            .Refused("every process has all parameters"),
        TrainingArgument.NullableText("deepspeed", "the configuration of DeepSpeed", a => a.Deepspeed, (a, v) => a with { Deepspeed = v })
            .Refused("every process has all parameters"),
        TrainingArgument.List("debug", "debugging switches: underflow_overflow, tpu_metrics_debug", // The reference's default is an empty text, and a text is words.
            a => a.Debug, (a, v) => a with { Debug = [.. v.SelectMany(text => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))] })
            .Refused("a loss or gradient that is not finite already stops the run and is named (logging_nan_inf_filter null)"),
        TrainingArgument.Boolean("skip_memory_metrics", "whether memory use is left out of the metrics",
            a => a.SkipMemoryMetrics, (a, v) => a with { SkipMemoryMetrics = v }),
    ];
}
