namespace FineTune.Training;

/// <content>What is written where, and how long training lasts.</content>
internal static partial class ArgumentTable
{
    private static TrainingArgument[] Duration() =>
    [
        TrainingArgument.Text("output_dir", "the folder of the run: checkpoints, the model and the results",
            a => a.OutputDir, (a, v) => a with { OutputDir = v }),
        TrainingArgument.Integer("per_device_train_batch_size", "the number of examples in a training batch",
            a => a.PerDeviceTrainBatchSize, (a, v) => a with { PerDeviceTrainBatchSize = v }),
        TrainingArgument.Real("num_train_epochs", "how many times training goes through the data; a fraction ends within an epoch",
            a => a.NumTrainEpochs, (a, v) => a with { NumTrainEpochs = v }),
        TrainingArgument.Integer("max_steps",
            "the number of optimizer steps, whatever the number of epochs; negative means that the epochs decide",
            a => a.MaxSteps, (a, v) => a with { MaxSteps = v }),
    ];
}
