using FineTune.Classification;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary><c>plan</c>: everything that can be known about a run before it costs time.</summary>
internal sealed class PlanCommand : RunCommand
{
    public override string Name => "plan";

    public override string Summary => "check a run and report what it will do, without training";

    public override CommandGroup Group => CommandGroup.Training;

    public override IReadOnlyList<string> Examples =>
    [
        "finetune plan --model_name_or_path bert-base-cased --train_file train.csv \\",
        "    --output_dir out",
        "finetune plan config.json --json",
    ];

    protected override IEnumerable<Argument> OwnFlags => [VerbOptions.SampleFlag, VerbOptions.JsonFlag, VerbOptions.MeasureFlag];

    protected override bool Writes => false;

    protected override IReadOnlyDictionary<string, bool> Defaults => new Dictionary<string, bool> { ["do_train"] = true };

    protected override int Run(RunConfiguration configuration, VerbOptions options, CommandContext context)
    {
        RunPlan plan = RunPlan.Of(RunPreparation.Of(configuration, context.CancellationToken), options.Measure, context.CancellationToken);
        if (!ProcessGroup.Current.IsMain)
        {
            return CommandLine.Done; // All have worked it out, and one says it.
        }

        context.Output.WriteLine(options.Json ? JsonText.Write(plan.ToJson()) : plan.ToString());
        return CommandLine.Done;
    }
}
