using FineTune.Classification;

namespace FineTune.Cli.Tests;

/// <summary>The command's runs, called from a program.</summary>
public sealed class TextClassifierTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    [Fact]
    public void A_program_trains_the_very_model_that_the_command_trains()
    {
        Assert.Equal(0, command.Train("by-command", "--validation_file", command.At("dev.csv"), "--do_eval").Code);

        TextClassifierResult result = TextClassifier.Train(
            command.At("train.csv"), command.Model, Arguments("by-program") with { DoEval = true }, new RunArguments { PadToMaxLength = false, ValidationFile = command.At("dev.csv") });

        Assert.True(result.IsComplete);
        Assert.Equal(command.At("by-program"), result.OutputDir);
        Assert.Equal((double)command.Json("by-command", "eval_results.json")["eval_loss"]!, result.Metrics["eval_loss"]);
        foreach (string file in new[] { "model.safetensors", "config.json", "finetune_inputs.json" })
        {
            Assert.Equal(File.ReadAllBytes(command.At("by-command", file)), File.ReadAllBytes(command.At("by-program", file)));
        }

        using TextClassificationPipeline classifier = result.CreatePipeline();
        Assert.Contains(classifier.Classify("play a song").Label, new[] { "play", "weather", "book" });
        Assert.Equal((true, 128), (classifier.Truncation == true, classifier.MaxLength));
    }

    [Fact]
    public void What_a_program_sets_goes_before_what_was_saved_be_it_a_no()
    {
        Assert.Equal(0, command.Train("padded", "--pad_to_max_length", "true", "--max_seq_length", "16").Code);
        RunArguments run = new() { ModelNameOrPath = command.At("padded"), ValidationFile = command.At("dev.csv") };

        RunPreparation recalled = RunPreparation.Of(RunConfiguration.Of(run, Arguments("measured") with { DoEval = true }));
        RunPreparation told = RunPreparation.Of(RunConfiguration.Of(run with { PadToMaxLength = false }, Arguments("measured") with { DoEval = true }));

        Assert.Equal((true, 16), (recalled.Run.PadToMaxLength, recalled.MaxLength));
        Assert.Equal((false, 16), (told.Run.PadToMaxLength, told.MaxLength));
    }

    [Fact]
    public void A_plan_says_what_a_run_will_be()
    {
        RunPlan plan = RunPlan.Of(new RunArguments { ModelNameOrPath = command.Model, TrainFile = command.At("train.csv") }, Arguments("planned") with { DoTrain = true });

        Assert.Equal(4, plan.MaxSteps);
        Assert.InRange(plan.NumParameters, 1_000, 10_000);
        Assert.True(plan.Disk > 4 * plan.NumParameters);
        Assert.Contains("24", plan.ToString(), StringComparison.Ordinal);
        Assert.False(Directory.Exists(command.At("planned")));
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        RunException error = Assert.Throws<RunException>(() => TextClassifier.Train(
            command.At("none.csv"), command.Model, Arguments("wrong") with { LearningRate = -1 }, new RunArguments { TrustRemoteCode = true }));

        Assert.Contains(error.Problems, problem => problem.Contains("none.csv", StringComparison.Ordinal));
        Assert.Contains(error.Problems, problem => problem.StartsWith("trust_remote_code cannot be used", StringComparison.Ordinal));
        Assert.Contains(error.Problems, problem => problem.Contains("learning_rate", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void The_sample_that_comes_with_the_command_can_be_planned_and_another_is_refused_by_name()
    {
        Finished plan = command.Run(
            "plan", "--sample", "intents", "--max_train_samples", "64", "--do_eval", "false", "--eval_strategy", "no", "--do_predict", "false", "--json",
            "--output_dir", command.At("sample"));

        Assert.True(plan.Code == 0, plan.Errors);
        Assert.Contains("minilm", plan.Output, StringComparison.Ordinal);
        Assert.Contains("there is no sample \"moods\"; expected intents", command.Run("train", "--sample", "moods").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sample_and_a_file_of_arguments_do_not_go_together()
    {
        Finished run = command.Run("plan", command.Write("own.json", "{}"), "--sample", "intents", "--output_dir", command.At("both"));

        Assert.Equal(2, run.Code);
        Assert.Contains(run.Problems, problem => problem.Contains("--sample intents brings its own configuration, and ", StringComparison.Ordinal));
    }

    private TrainingArguments Arguments(string folder) => new() { OutputDir = command.At(folder), MaxSteps = 4, DisableTqdm = true };
}
