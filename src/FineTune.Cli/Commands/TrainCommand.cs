using FineTune.Classification;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary><c>train</c>: fine-tune; evaluate and predict if asked to.</summary>
internal sealed class TrainCommand : RunCommand
{
    public override string Name => "train";

    public override string Summary => "fine-tune a model on a file of texts and labels";

    public override bool LivesByOutput => false;

    protected override IEnumerable<Argument> OwnFlags => [VerbOptions.LogFormatFlag, VerbOptions.ProfileFlag];

    protected override IReadOnlyDictionary<string, bool> Defaults => new Dictionary<string, bool> { ["do_train"] = true };

    protected override int Run(RunConfiguration configuration, VerbOptions options, CommandContext context)
    {
        ClassificationRun run = new(RunPreparation.Of(configuration, context.CancellationToken), RunOutput.Of(options, context)) { TakesProfile = options.Profile };
        return run.Execute(resume: null, context.CancellationToken) ? CommandLine.Done : CommandLine.Interrupted;
    }
}
