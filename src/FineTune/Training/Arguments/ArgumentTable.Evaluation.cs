namespace FineTune.Training;

/// <content>When the model is evaluated, and what the metrics see.</content>
internal static partial class ArgumentTable
{
    private static TrainingArgument[] Evaluation() =>
    [
        TrainingArgument.Choice("eval_strategy", "when evaluation runs during training",
            a => a.EvalStrategy, (a, v) => a with { EvalStrategy = v }),
        TrainingArgument.NullableSteps("eval_steps",
            "how many steps lie between two evaluations; below 1 it is a share of all steps; null takes logging_steps",
            a => a.EvalSteps, (a, v) => a with { EvalSteps = v }),
        TrainingArgument.Steps("eval_delay", "the step, or the epoch, before which nothing is evaluated",
            a => a.EvalDelay, (a, v) => a with { EvalDelay = v }),
        TrainingArgument.Integer("per_device_eval_batch_size", "the number of examples in an evaluation batch",
            a => a.PerDeviceEvalBatchSize, (a, v) => a with { PerDeviceEvalBatchSize = v }),
        TrainingArgument.Boolean("prediction_loss_only", "whether evaluation computes the loss only",
            a => a.PredictionLossOnly, (a, v) => a with { PredictionLossOnly = v }),
        TrainingArgument.Boolean("eval_on_start", "whether the model is evaluated before the first step",
            a => a.EvalOnStart, (a, v) => a with { EvalOnStart = v }),
        TrainingArgument.Boolean("eval_do_concat_batches",
            "whether the predictions of all batches become one array; if not, they stay one array a batch",
            a => a.EvalDoConcatBatches, (a, v) => a with { EvalDoConcatBatches = v }),
        TrainingArgument.Boolean("eval_use_gather_object", "whether processes exchange predictions as objects",
            a => a.EvalUseGatherObject, (a, v) => a with { EvalUseGatherObject = v })
            .Satisfied("predictions travel as plain numbers"),
        TrainingArgument.NullableInteger("eval_accumulation_steps", "after how many batches predictions leave a GPU",
            a => a.EvalAccumulationSteps, (a, v) => a with { EvalAccumulationSteps = v })
            .Satisfied("predictions are copied to plain arrays after every batch"),
        TrainingArgument.Flags("include_for_metrics", "what the metrics see beside predictions and labels",
            a => a.IncludeForMetrics, (a, v) => a with { IncludeForMetrics = v }),
        TrainingArgument.Boolean("batch_eval_metrics", "whether metrics are computed batch by batch, so that no prediction is kept",
            a => a.BatchEvalMetrics, (a, v) => a with { BatchEvalMetrics = v }),
    ];
}
