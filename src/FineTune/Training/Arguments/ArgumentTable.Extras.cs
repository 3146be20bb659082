namespace FineTune.Training;

/// <content>What the reference does not have.</content>
internal static partial class ArgumentTable
{
    private static TrainingArgument[] Extras() =>
    [
        TrainingArgument.Boolean("upstream_accumulation", "whether gradient accumulation sums mean losses, as the reference does since 5.0",
            a => a.UpstreamAccumulation, (a, v) => a with { UpstreamAccumulation = v }),
        TrainingArgument.NullableDuration("max_time", "how long training may take",
            a => a.MaxTime, (a, v) => a with { MaxTime = v }),
        TrainingArgument.Weights("class_weights", "how much the rows of each class count in the loss",
            a => a.ClassWeights, (a, v) => a with { ClassWeights = v }),
        TrainingArgument.NullableReal("focal_loss_gamma", "how much less rows count that are predicted well",
            a => a.FocalLossGamma, (a, v) => a with { FocalLossGamma = v }),
        TrainingArgument.NullableReal("layerwise_lr_decay", "what a layer's learning rate is of that of the layer above it",
            a => a.LayerwiseLrDecay, (a, v) => a with { LayerwiseLrDecay = v }),
        TrainingArgument.Choice("ddp_comm_hook", "how gradients travel between processes: no (float32), bf16 (rounded to bfloat16, half as many bytes)",
            a => a.DdpCommHook, (a, v) => a with { DdpCommHook = v }),
        TrainingArgument.Boolean("fast_dev_run", "whether everything is done a little, in seconds and in a temporary folder, to see that it works",
            a => a.FastDevRun, (a, v) => a with { FastDevRun = v }),
        TrainingArgument.NullableReal("ema_decay", "how much of an average of the weights a step keeps; the average is evaluated and saved",
            a => a.EmaDecay, (a, v) => a with { EmaDecay = v }),
        TrainingArgument.List("freeze", "patterns of the names of parameters that are not trained: *, ?, [0-5], or re: and a regular expression",
            a => a.Freeze, (a, v) => a with { Freeze = v }),
    ];
}
