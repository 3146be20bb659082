namespace FineTune.Training;

/// <content>Accumulation, clipping and smoothing.</content>
internal static partial class ArgumentTable
{
    private static TrainingArgument[] Stability() =>
    [
        TrainingArgument.Integer("gradient_accumulation_steps", "how many batches make one optimizer step",
            a => a.GradientAccumulationSteps, (a, v) => a with { GradientAccumulationSteps = v }),
        TrainingArgument.Boolean("average_tokens_across_devices", "whether tokens are counted over all processes",
            a => a.AverageTokensAcrossDevices, (a, v) => a with { AverageTokensAcrossDevices = v })
            .Satisfied("they always are"),
        TrainingArgument.Real("max_grad_norm", "the norm that gradients are clipped to; 0 turns clipping off",
            a => a.MaxGradNorm, (a, v) => a with { MaxGradNorm = v }),
        TrainingArgument.Real("label_smoothing_factor", "the share of the target that is spread over all classes",
            a => a.LabelSmoothingFactor, (a, v) => a with { LabelSmoothingFactor = v }),
    ];
}
