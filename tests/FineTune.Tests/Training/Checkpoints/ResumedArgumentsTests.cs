using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Training.Checkpoints;

/// <summary>Arguments that a resumed run has otherwise are told in three groups.</summary>
public sealed class ResumedArgumentsTests : IDisposable
{
    private readonly RunFolder _folder = new();
    private readonly StringWriter _said = new();

    [Fact]
    public void Unchanged_arguments_are_not_spoken_of()
    {
        Tell(args => args);

        Assert.Empty(_said.ToString());
    }

    [Fact]
    public void What_computes_nothing_is_told_as_harmless()
    {
        Tell(args => args with { SaveTotalLimit = 3, OutputDir = "elsewhere" });

        Assert.Contains("without effect on what is computed: output_dir:", _said.ToString(), StringComparison.Ordinal);
        Assert.Contains("save_total_limit: null -> 3.", _said.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Warning", _said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_alters_the_run_is_a_warning_with_both_values()
    {
        Tell(args => args with { LearningRate = 0.01, RunName = "x" });

        Assert.Contains("Warning: Changed since the checkpoint, and it alters what is computed from here on: learning_rate: 0.05 -> 0.01.", _said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_optimizers_state_does_not_allow_is_refused()
    {
        CheckpointException exception = Assert.Throws<CheckpointException>(() => Tell(args => args with { Freeze = ["embedding.*"] }));

        Assert.Contains("freeze: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("train from the beginning", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_batches_go_on_at_the_position_the_reference_works_out()
    {
        _ = new ResumableRun(_folder.Path, args => args with { SaveSteps = 1 }).Train();
        List<int> sizes = [];

        _ = new ResumableRun(_folder.Path, args => args with { PerDeviceTrainBatchSize = 5, GradientAccumulationSteps = 1 })
        {
            OnForward = (model, batch) => sizes.AddRange(model.Training ? [batch.Size] : []),
        }.Train(ResumeFrom.Path(_folder.File("checkpoint-3")));

        // Four batches of five a epoch now: three of the first are behind, so one is left, then the second epoch.
        Assert.Equal([5, 5, 5, 5, 5], sizes);
    }

    public void Dispose() => _folder.Dispose();

    private void Tell(Func<TrainingArguments, TrainingArguments> change)
    {
        TrainingArguments args = TinyTrainer.Args(_folder);
        File.WriteAllText(_folder.File(TrainingArguments.FileName), args.ToJson());

        ResumedArguments.Of(_folder.Path, change(args).Resolve()).Tell(_folder.Path, new TrainerLog(null, TrainerLogLevel.Info, _said));
    }
}
