namespace FineTune.Training;

/// <content>Devices and processes.</content>
internal static partial class ArgumentTable
{
    private static TrainingArgument[] Devices() =>
    [
        TrainingArgument.Boolean("use_cpu", "whether the CPU is used though there is a GPU", a => a.UseCpu, (a, v) => a with { UseCpu = v })
            .Satisfied("the CPU is always used"),
        TrainingArgument.Accelerator("accelerator_config", "how batches are shared out",
            a => a.AcceleratorConfig, (a, v) => a with { AcceleratorConfig = v }),
        TrainingArgument.NullableText("parallelism_config", "how a model is split over devices",
            a => a.ParallelismConfig, (a, v) => a with { ParallelismConfig = v })
            .Refused("every process has all parameters"),
    ];
}
