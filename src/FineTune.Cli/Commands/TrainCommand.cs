using FineTune.Classification;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary><c>train</c>: fine-tune; evaluate and predict if asked to.</summary>
internal sealed class TrainCommand : RunCommand
{
    public override string Name => "train";

    public override string Summary => "fine-tune a model on a file of texts and labels";

    public override CommandGroup Group => CommandGroup.Training;

    public override bool LivesByOutput => false;

    public override IReadOnlyList<string> Examples =>
    [
        "finetune train --model_name_or_path bert-base-cased --train_file train.csv \\",
        "    --validation_file dev.csv --eval_strategy epoch --output_dir out",
        "finetune train --model_name_or_path bert-base-cased --task_name mrpc \\",
        "    --do_eval --output_dir out",
        "finetune train config.json --learning_rate 2e-5",
    ];

    protected override IEnumerable<Argument> OwnFlags => [VerbOptions.SampleFlag, VerbOptions.LogFormatFlag, VerbOptions.JsonFlag, VerbOptions.ProfileFlag];

    protected override IReadOnlyDictionary<string, bool> Defaults => new Dictionary<string, bool> { ["do_train"] = true };

    protected override int Run(RunConfiguration configuration, VerbOptions options, CommandContext context)
    {
        ClassificationRun run = new(RunPreparation.Of(configuration, context.CancellationToken), RunOutput.Of(options, context)) { TakesProfile = options.Profile };
        return RunOutput.Finish(run, run.Execute(resume: null, context.CancellationToken), options, context);
    }
}
