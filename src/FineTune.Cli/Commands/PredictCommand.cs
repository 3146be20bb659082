using FineTune.Classification;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary><c>predict</c>: labels with scores for a file, texts given as flags, or standard input.</summary>
internal sealed class PredictCommand : RunCommand
{
    public override string Name => "predict";

    public override string Summary => "label texts with a saved model (--text, --test_file, or standard input)";

    public override CommandGroup Group => CommandGroup.Using;

    public override IReadOnlyList<string> Examples =>
    [
        "finetune predict --model_name_or_path out --text \"play some jazz\"",
        "finetune predict --model_name_or_path out --test_file test.csv > predictions.jsonl",
        "cat texts.txt | finetune predict --model_name_or_path out --json",
    ];

    public override IReadOnlyList<string> FirstFlags { get; } =
    [
        "model_name_or_path", "text", "text_pair", "test_file", "text_column_names", "top_k", "json", "max_seq_length", "per_device_eval_batch_size",
        "max_predict_samples", "output_dir", "threads",
    ];

    protected override IEnumerable<Argument> RunFlags => TrainingOnly.Others;

    protected override IEnumerable<Argument> OwnFlags =>
        [VerbOptions.TextFlag, VerbOptions.TextPairFlag, VerbOptions.TopKFlag, VerbOptions.JsonFlag, VerbOptions.LogFormatFlag];

    protected override int Run(RunConfiguration configuration, VerbOptions options, CommandContext context)
    {
        string[] problems = [.. PredictFlags.Problems(configuration, options)];
        configuration = WithoutTraining(configuration with { Training = configuration.Training with { DoPredict = true } }).WithProblems(problems);
        bool hasFile = configuration.Run.TestFile is not null && options.Text.Count == 0;
        if (configuration.Problems.Count == 0 && ProcessGroup.Current.IsMain)
        {
            foreach (string flag in PredictFlags.WithoutEffect(configuration, hasFile))
            {
                context.Errors.WriteLine("warning: no effect: " + flag);
            }
        }

        return hasFile ? RunFile(configuration, options, context) : RunTexts(configuration, options, context);
    }

    private static int RunFile(RunConfiguration configuration, VerbOptions options, CommandContext context)
    {
        bool hasLines = !configuration.NamesOutputDir; // Which are JSON as they are.
        ClassificationRun run = new(RunPreparation.Of(configuration, context.CancellationToken), RunOutput.Of(options, context, resultsOnly: hasLines));
        return RunOutput.Finish(run, run.Execute(resume: null, context.CancellationToken), hasLines ? options with { Json = false } : options, context);
    }

    private static int RunTexts(RunConfiguration configuration, VerbOptions options, CommandContext context)
    {
        TextPredictor predictor = new(configuration, options.TopK, options.TextPair is not null);
        foreach (string text in options.Text.Count > 0 ? options.Text : context.InputLines())
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            IReadOnlyList<ClassificationResult> results = predictor.Predict(text, options.TextPair);
            context.Output.WriteLine(options.Json ? TextPredictor.ToJson(text, results) : TextPredictor.ToText(text, results));
            if (context.OutputIsLost)
            {
                break;
            }
        }

        return CommandLine.Done;
    }
}
