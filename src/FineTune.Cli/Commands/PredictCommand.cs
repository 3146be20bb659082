using FineTune.Classification;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary><c>predict</c>: labels with scores for a file, texts given as flags, or standard input.</summary>
internal sealed class PredictCommand : RunCommand
{
    public override string Name => "predict";

    public override string Summary => "label texts with a saved model (--text, --test_file, or standard input)";

    protected override IEnumerable<Argument> OwnFlags =>
        [VerbOptions.TextFlag, VerbOptions.TextPairFlag, VerbOptions.TopKFlag, VerbOptions.JsonFlag, VerbOptions.LogFormatFlag];

    protected override int Run(RunConfiguration configuration, VerbOptions options, CommandContext context)
    {
        if (configuration.Run.TestFile is not null && options.Text.Count == 0)
        {
            RunConfiguration predicting = configuration with { Training = configuration.Training with { DoPredict = true } };
            ClassificationRun run = new(RunPreparation.Of(predicting, context.CancellationToken), RunOutput.Of(options, context, resultsOnly: !predicting.NamesOutputDir));
            return run.Execute(resume: null, context.CancellationToken) ? CommandLine.Done : CommandLine.Interrupted;
        }

        TextPredictor predictor = new(configuration.Validated(), options.TopK);
        foreach (string text in options.Text.Count > 0 ? options.Text : Lines(context))
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            IReadOnlyList<ClassificationResult> results = predictor.Predict(text, options.TextPair);
            context.Output.WriteLine(options.Json ? TextPredictor.ToJson(text, results) : TextPredictor.ToText(text, results));
        }

        return CommandLine.Done;
    }

    private static IEnumerable<string> Lines(CommandContext context)
    {
        while (Interruptible.Call(context.Input.ReadLine, context.CancellationToken) is { } line)
        {
            yield return line;
        }
    }
}
