namespace FineTune.Training;

/// <content>The best model, resuming and chance.</content>
internal static partial class ArgumentTable
{
    private static TrainingArgument[] BestModel() =>
    [
        TrainingArgument.Boolean("load_best_model_at_end", "whether the weights of the best checkpoint are loaded after training",
            a => a.LoadBestModelAtEnd, (a, v) => a with { LoadBestModelAtEnd = v }),
        TrainingArgument.NullableText("metric_for_best_model", "the metric that says which model is best; null means the loss where one is needed",
            a => a.MetricForBestModel, (a, v) => a with { MetricForBestModel = v }),
        TrainingArgument.NullableBoolean("greater_is_better",
            "whether a greater metric is better; null means yes, unless the metric's name ends in loss",
            a => a.GreaterIsBetter, (a, v) => a with { GreaterIsBetter = v }),
        TrainingArgument.Boolean("ignore_data_skip", "whether resuming starts the epoch again instead of going on within it",
            a => a.IgnoreDataSkip, (a, v) => a with { IgnoreDataSkip = v }),
        TrainingArgument.Boolean("restore_callback_states_from_checkpoint", "whether resuming gives callbacks the state they had",
            a => a.RestoreCallbackStatesFromCheckpoint, (a, v) => a with { RestoreCallbackStatesFromCheckpoint = v }),
        TrainingArgument.Boolean("full_determinism", "whether only reproducible operations are used",
            a => a.FullDeterminism, (a, v) => a with { FullDeterminism = v })
            .Satisfied("every operation is reproducible"),
        TrainingArgument.Integer("seed", "the seed of training", a => a.Seed, (a, v) => a with { Seed = v }),
        TrainingArgument.NullableInteger("data_seed", "the seed of the order of examples; null takes seed",
            a => a.DataSeed, (a, v) => a with { DataSeed = v }),
    ];
}
