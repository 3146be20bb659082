using FineTune.Tests.Training.Pushes;
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
        Tell(args => args with { MaxGradNorm = 0.5, RunName = "x" });

        Assert.Contains("Warning: Changed since the checkpoint, and it alters what is computed from here on: max_grad_norm: 1.0 -> 0.5.", _said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_optimizers_state_does_not_allow_is_refused()
    {
        CheckpointException exception = Assert.Throws<CheckpointException>(() => Tell(args => args with { Freeze = ["embedding.*"] }));

        Assert.Contains("freeze: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("train from the beginning", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("learning_rate", "0.01")]
    [InlineData("weight_decay", "0.1")]
    [InlineData("adam_beta1", "0.8")]
    [InlineData("adam_beta2", "0.99")]
    [InlineData("adam_epsilon", "1e-06")]
    [InlineData("optim_args", "\"amsgrad=true\"")]
    [InlineData("lr_scheduler_type", "\"reduce_lr_on_plateau\"")]
    [InlineData("lr_scheduler_kwargs", "{\"patience\": 2}", "\"lr_scheduler_type\": \"reduce_lr_on_plateau\"")]
    [InlineData("warmup_steps", "3", "\"optim\": \"schedule_free_adamw\"")]
    public void What_optimizer_and_schedule_keep_in_their_state_is_refused_where_there_is_one(string name, string value, string? both = null)
    {
        File.WriteAllText(_folder.File("optimizer.pt"), string.Empty);
        File.WriteAllText(_folder.File("scheduler.pt"), string.Empty);

        CheckpointException exception = Assert.Throws<CheckpointException>(Change);

        Assert.Contains($"other values of {name}: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("its optimizer and schedule would keep the old ones", exception.Message, StringComparison.Ordinal);

        File.Delete(_folder.File("optimizer.pt"));
        Change();
        Assert.Contains($"Warning: Changed since the checkpoint, and it alters what is computed from here on: {name}: ", _said.ToString(), StringComparison.Ordinal);

        void Change() => Tell(args => With(args, both), args => With(With(args, both), $"\"{name}\": {value}"));
    }

    [Theory]
    [InlineData("lr_scheduler_type", "\"cosine\"")]
    [InlineData("lr_scheduler_kwargs", "{\"num_cycles\": 2}", "\"lr_scheduler_type\": \"cosine\"")]
    [InlineData("warmup_steps", "3")]
    public void What_a_schedule_of_steps_is_made_of_anew_alters_the_run(string name, string value, string? both = null)
    {
        File.WriteAllText(_folder.File("optimizer.pt"), string.Empty);
        File.WriteAllText(_folder.File("scheduler.pt"), string.Empty);

        Tell(args => With(args, both), args => With(With(args, both), $"\"{name}\": {value}"));

        Assert.Contains($"and it alters what is computed from here on: {name}: ", _said.ToString(), StringComparison.Ordinal);
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

    [Theory]
    [InlineData(OptimizerNames.Sgd)]
    [InlineData(OptimizerNames.Rmsprop)]
    [InlineData(OptimizerNames.StableAdamw)]
    [InlineData(OptimizerNames.Lion)]
    public void Another_optimizer_does_not_go_on_with_the_state_of_the_first(OptimizerNames other)
    {
        _ = new ResumableRun(_folder.Path).Train();

        CheckpointException error = Assert.Throws<CheckpointException>(() => new ResumableRun(_folder.Path, args => args with { Optim = other }).Train(ResumeFrom.LastCheckpoint));

        Assert.Contains("The state is that of another optimizer: it lacks ", error.Message, StringComparison.Ordinal);
        Assert.Contains("(same optim)", error.Message, StringComparison.Ordinal);
        _ = new ResumableRun(_folder.Path, args => args with { Optim = OptimizerNames.AdamwTorch }).Train(ResumeFrom.LastCheckpoint);
    }

    [Theory]
    [InlineData(0.5, 0.5, 2)] // The share it was: the steps it was, of however many there are now.
    [InlineData(0.5, 0.25, 2)]
    [InlineData(0.25, 0.5, 4)]
    [InlineData(2, 0.25, 2)]
    [InlineData(0.5, 3, 3)]
    public void Shares_of_all_steps_are_worked_out_anew_where_they_changed(double before, double now, int each)
    {
        _ = new ResumableRun(_folder.Path, args => args with { MaxSteps = 4, SaveSteps = 2, LoggingSteps = before, EvalSteps = before }).Train();
        Trainer trainer = new ResumableRun(_folder.Path, args => args with { MaxSteps = 8, SaveSteps = 2, LoggingSteps = now, EvalSteps = now }).Make();

        _ = trainer.Train(ResumeFrom.Path(_folder.File("checkpoint-2")));

        Assert.Equal((each, each, 2), (trainer.State.LoggingSteps, trainer.State.EvalSteps, trainer.State.SaveSteps));
    }

    [Fact]
    public void A_share_is_worked_out_where_there_was_no_number_before()
    {
        TrainerState state = new();
        state.ComputeSteps(new TrainingArguments(), maxSteps: 8);

        state.ComputeStepsAgain(new TrainingArguments { EvalSteps = 0.25 }, before: new TrainingArguments(), maxSteps: 8);

        Assert.Equal(2, state.EvalSteps);
    }

    [Fact]
    public void Settings_that_the_state_of_a_checkpoint_of_the_reference_keeps_are_said()
    {
        _ = new ResumableRun(_folder.Path).Train();
        string checkpoint = _folder.File("checkpoint-2");
        File.Delete(Path.Combine(checkpoint, TrainingArguments.FileName));
        File.Delete(Path.Combine(checkpoint, ProgressFile.FileName));
        File.Delete(Path.Combine(checkpoint, Manifest.FileName));

        string said = Resumed(args => args with { LearningRate = 0.01, AdamBeta2 = 0.9, WeightDecay = 0.02 });

        Assert.Contains(
            "keeps its own settings, as in the reference, which wrote it: learning_rate 0.05, not 0.01; weight_decay 0.01, not 0.02; betas 0.9, 0.999, not 0.9, 0.9.",
            said, StringComparison.Ordinal);
        Assert.DoesNotContain("keeps its own settings", Resumed(args => args), StringComparison.Ordinal);

        string Resumed(Func<TrainingArguments, TrainingArguments> change)
        {
            MessageLog log = new();
            _ = new ResumableRun(_folder.Path, change) { Logger = log }.Train(ResumeFrom.Path(checkpoint));
            return string.Join('\n', log.Warnings);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static TrainingArguments With(TrainingArguments args, string? entry)
    {
        System.Text.Json.Nodes.JsonObject json = JsonText.ReadObject(args.ToJson());
        foreach ((string name, System.Text.Json.Nodes.JsonNode? value) in JsonText.ReadObject($"{{{entry}}}"))
        {
            json[name] = value?.DeepClone();
        }

        return TrainingArguments.FromJson(JsonText.Write(json));
    }

    private void Tell(Func<TrainingArguments, TrainingArguments> change) => Tell(args => args, change);

    private void Tell(Func<TrainingArguments, TrainingArguments> begin, Func<TrainingArguments, TrainingArguments> change)
    {
        TrainingArguments args = begin(TinyTrainer.Args(_folder));
        File.WriteAllText(_folder.File(TrainingArguments.FileName), args.ToJson());

        ResumedArguments.Of(_folder.Path, change(args).Resolve()).Tell(_folder.Path, new TrainerLog(null, TrainerLogLevel.Info, _said));
    }
}
