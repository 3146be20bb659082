using FineTune.Classification;
using FineTune.Training;

namespace FineTune.Cli.Tests;

/// <summary>A run that is interrupted after its training says that the model is saved, and goes on from there.</summary>
public sealed class LateInterruptionTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_model_that_is_saved_is_named(bool evaluates)
    {
        string folder = command.At("late-" + evaluates);
        RunArguments arguments = new()
        {
            ModelNameOrPath = command.Model,
            PadToMaxLength = false,
            TrainFile = command.At("train.csv"),
            ValidationFile = command.At("dev.csv"),
            TestFile = command.At("test.csv"),
        };
        TrainingArguments training = new()
        {
            OutputDir = folder,
            DoTrain = true,
            DoEval = evaluates,
            DoPredict = true,
            MaxSteps = 2,
            PerDeviceEvalBatchSize = 2,
            ReportTo = [],
            DisableTqdm = true,
        };
        using CancellationTokenSource source = new();
        RunReporter silent = new() { Output = TextWriter.Null, Errors = TextWriter.Null, Results = TextWriter.Null };
        ClassificationRun run = new(RunPreparation.Of(RunConfiguration.Of(arguments, training)), silent)
        {
            HandlesSignals = false,
            FurtherCallbacks = [new CancelsAfterTraining(source)],
        };

        InterruptedRunException error = Assert.Throws<InterruptedRunException>(() => run.Execute(resume: null, source.Token));

        Assert.StartsWith($"Training is done and the model is saved in {folder}", error.Message, StringComparison.Ordinal);
        Assert.Equal(folder, error.Folder);
        Assert.True(File.Exists(command.At("late-" + evaluates, "model.safetensors")));
        Assert.False(File.Exists(command.At("late-" + evaluates, "predict_results.jsonl")));
        Assert.Equal(0, command.Run("resume", folder).Code);
        Assert.True(File.Exists(command.At("late-" + evaluates, "predict_results.jsonl")));
        Assert.Equal(evaluates, File.Exists(command.At("late-" + evaluates, "eval_results.json")));
    }

    /// <summary>Cancels at the first batch of an evaluation that comes after training.</summary>
    private sealed class CancelsAfterTraining(CancellationTokenSource source) : TrainerCallback
    {
        public override void OnPredictionStep(TrainerContext context) => source.Cancel();
    }
}
