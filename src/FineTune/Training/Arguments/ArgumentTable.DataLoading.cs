namespace FineTune.Training;

/// <content>How batches are made.</content>
internal static partial class ArgumentTable
{
    private static TrainingArgument[] DataLoading() =>
    [
        TrainingArgument.Boolean("dataloader_drop_last", "whether a last batch that is not full is left out",
            a => a.DataloaderDropLast, (a, v) => a with { DataloaderDropLast = v }),
        TrainingArgument.Integer("dataloader_num_workers", "how many workers prepare batches in advance",
            a => a.DataloaderNumWorkers, (a, v) => a with { DataloaderNumWorkers = v }),
        TrainingArgument.Boolean("dataloader_pin_memory", "whether batches lie in memory that a GPU can read directly",
            a => a.DataloaderPinMemory, (a, v) => a with { DataloaderPinMemory = v })
            .Satisfied("there is no GPU here"),
        TrainingArgument.Boolean("dataloader_persistent_workers", "whether workers live on between epochs",
            a => a.DataloaderPersistentWorkers, (a, v) => a with { DataloaderPersistentWorkers = v })
            .Satisfied("starting a worker costs nothing here"),
        TrainingArgument.NullableInteger("dataloader_prefetch_factor", "how many batches each worker keeps ready",
            a => a.DataloaderPrefetchFactor, (a, v) => a with { DataloaderPrefetchFactor = v })
            .Satisfied("a worker keeps as many ready as it needs"),
        TrainingArgument.NullableText("dataloader_multiprocessing_context", "how worker processes are started",
            a => a.DataloaderMultiprocessingContext, (a, v) => a with { DataloaderMultiprocessingContext = v })
            .Satisfied("workers are threads"),
        TrainingArgument.Boolean("dataloader_in_order", "whether batches arrive in order",
            a => a.DataloaderInOrder, (a, v) => a with { DataloaderInOrder = v })
            .Satisfied("they always do"),
        TrainingArgument.Boolean("remove_unused_columns", "whether columns that the model does not take are left out",
            a => a.RemoveUnusedColumns, (a, v) => a with { RemoveUnusedColumns = v }),
        TrainingArgument.NullableList("label_names", "the names of the labels in a batch; null means what the model takes",
            a => a.LabelNames, (a, v) => a with { LabelNames = v }),
        TrainingArgument.Choice("train_sampling_strategy", "the order of the training examples",
            a => a.TrainSamplingStrategy, (a, v) => a with { TrainSamplingStrategy = v }),
        TrainingArgument.Text("length_column_name", "the column that holds the lengths to group by",
            a => a.LengthColumnName, (a, v) => a with { LengthColumnName = v }),
    ];
}
