using FineTune.Classification;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary><c>evaluate</c>: a saved model on a file with labels.</summary>
internal sealed class EvaluateCommand : RunCommand
{
    public override string Name => "evaluate";

    public override string Summary => "measure a saved model on a file with labels (--validation_file)";

    public override CommandGroup Group => CommandGroup.Using;

    public override IReadOnlyList<string> Examples =>
    [
        "finetune evaluate --model_name_or_path out --validation_file dev.csv",
        "finetune evaluate --model_name_or_path out --validation_file dev.csv --json",
    ];

    public override IReadOnlyList<string> FirstFlags { get; } =
    [
        "model_name_or_path", "validation_file", "dataset_name", "task_name", "text_column_names", "label_column_name", "metric_name", "max_seq_length",
        "per_device_eval_batch_size", "max_eval_samples", "output_dir", "threads", "log_format", "json",
    ];

    protected override IEnumerable<Argument> OwnFlags => [VerbOptions.LogFormatFlag, VerbOptions.JsonFlag];

    protected override IEnumerable<Argument> RunFlags => TrainingOnly.Others;

    protected override IReadOnlyDictionary<string, bool> Defaults => new Dictionary<string, bool> { ["do_eval"] = true };

    protected override int Run(RunConfiguration configuration, VerbOptions options, CommandContext context)
    {
        ClassificationRun run = new(RunPreparation.Of(WithoutTraining(configuration), context.CancellationToken), RunOutput.Of(options, context));
        return RunOutput.Finish(run, run.Execute(resume: null, context.CancellationToken), options, context);
    }
}
