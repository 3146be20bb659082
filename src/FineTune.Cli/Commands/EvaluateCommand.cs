using FineTune.Classification;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary><c>evaluate</c>: a saved model on a file with labels.</summary>
internal sealed class EvaluateCommand : RunCommand
{
    public override string Name => "evaluate";

    public override string Summary => "measure a saved model on a file with labels (--validation_file)";

    protected override IEnumerable<Argument> OwnFlags => [VerbOptions.LogFormatFlag];

    protected override IReadOnlyDictionary<string, bool> Defaults => new Dictionary<string, bool> { ["do_eval"] = true };

    protected override int Run(RunConfiguration configuration, VerbOptions options, CommandContext context)
    {
        ClassificationRun run = new(RunPreparation.Of(configuration, context.CancellationToken), RunOutput.Of(options, context));
        return run.Execute(resume: null, context.CancellationToken) ? CommandLine.Done : CommandLine.Interrupted;
    }
}
