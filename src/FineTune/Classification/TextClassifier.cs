using FineTune.Classification;
using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune;

/// <summary>What the <c>finetune</c> command does, in one call: from files of texts and labels to a fine-tuned classifier.</summary>
/// <remarks>For data, models or losses of your own use <see cref="Dataset"/> and <see cref="Trainer"/>, which it is made of.</remarks>
public static class TextClassifier
{
    /// <summary>Fine-tunes a model on a file of texts and labels: what <c>finetune train</c> does with the same arguments, to the last bit.</summary>
    /// <param name="trainFile">The file: csv, tsv, json, jsonl, parquet or SQLite.</param>
    /// <param name="model">The model's folder, or its name on the Hub.</param>
    /// <param name="args">How it is trained, and where it is written to; <see cref="TrainingArguments.DisableTqdm"/> as for <see cref="Run"/>. Default null: as the command does.</param>
    /// <param name="run">Further files, and how columns are read; its training file and model are those above. Default null.</param>
    /// <param name="logger">Where messages, numbers and warnings go, each with a <see cref="LogEvent"/>; the console then sees nothing. Default null: the console.</param>
    /// <param name="cancellationToken">Saves a checkpoint and ends.</param>
    /// <exception cref="RunException">Something cannot work; it lists all that was found, and nothing was written.</exception>
    /// <example><code>
    /// TextClassifierResult result = TextClassifier.Train("train.csv", "./bert-tiny", new() { OutputDir = "out" }, new() { ValidationFile = "dev.csv" });
    /// Console.WriteLine(result.CreatePipeline().Classify("A good film!"));
    /// </code></example>
    public static TextClassifierResult Train(
        string trainFile, string model, TrainingArguments? args = null, RunArguments? run = null, ILogger? logger = null, CancellationToken cancellationToken = default) =>
        Run((run ?? new()) with { TrainFile = trainFile, ModelNameOrPath = model }, (args ?? new()) with { DoTrain = true }, logger, cancellationToken);

    /// <summary>Trains, evaluates and predicts, as far as the arguments ask for it (<c>DoTrain</c>, <c>DoEval</c>, <c>DoPredict</c>).</summary>
    /// <param name="run">The model and the files.</param>
    /// <param name="args">How it is trained, and where it is written to; where <see cref="TrainingArguments.DisableTqdm"/> is true
    /// nothing is printed but warnings, which go to standard error: neither the bar nor what the command prints in its place.</param>
    /// <param name="logger">Where messages, numbers and warnings go, each with a <see cref="LogEvent"/>; the console then sees nothing. Default null: the console.</param>
    /// <param name="cancellationToken">Saves a checkpoint and ends.</param>
    /// <exception cref="RunException">Something cannot work; it lists all that was found, and nothing was written.</exception>
    public static TextClassifierResult Run(RunArguments run, TrainingArguments args, ILogger? logger = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        RunPreparation preparation = RunPreparation.Of(RunConfiguration.Of(run with { Logger = logger }, args), cancellationToken);
        ClassificationRun started = new(preparation, Reporter(logger, isQuiet: logger is not null || args.DisableTqdm == true)) { HandlesSignals = false };
        bool isComplete = started.Execute(resume: null, cancellationToken);
        return new TextClassifierResult(started.OutputDir, isComplete, started.Metrics);
    }

    private static RunReporter Reporter(ILogger? logger, bool isQuiet) => new()
    {
        Logger = logger,
        Output = isQuiet ? TextWriter.Null : SafeConsole.Out,
        Errors = SafeConsole.Error,
        Results = isQuiet ? TextWriter.Null : SafeConsole.Out,
        WritesToConsole = !isQuiet,
    };
}
