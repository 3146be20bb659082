namespace FineTune.Cli.Tests;

/// <summary>What is set but changes nothing is said at the start of every run.</summary>
public sealed class NoEffectTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    [Fact]
    public void A_run_says_what_has_no_effect_and_why()
    {
        Finished run = command.Train(
            "idle", "--use_cpu", "--tf32", "false", "--dataloader_pin_memory", "false", "--num_train_epochs", "7", "--eval_steps", "3", "--save_strategy", "no", "--save_steps", "9", "--overwrite_cache", "--validation_file", command.At("dev.csv"),
            "--early_stopping_threshold", "0.5", "--shuffle_seed", "7", "--test_file", command.At("test.csv"));

        Assert.Equal(0, run.Code);
        Assert.Equal(
            [
                "use_cpu: the CPU is always used", "dataloader_pin_memory: there is no GPU here", "num_train_epochs: max_steps 4 goes first", "eval_steps: eval_strategy is no", "save_steps: save_strategy is no",
                "overwrite_cache: tokenized data are not cached", "validation_file: nothing is evaluated; set eval_strategy epoch or do_eval",
                "test_file: nothing is predicted; set do_predict", "shuffle_seed: shuffle_train_dataset is false; the order of batches comes from seed",
                "early_stopping_threshold: early_stopping_patience is not set",
            ],
            run.Errors.Split('\n').Where(line => line.StartsWith("warning: no effect: ", StringComparison.Ordinal)).Select(line => line["warning: no effect: ".Length..]));
    }

    [Fact]
    public void A_plan_says_the_same()
    {
        Finished plan = command.Run("plan", "--model_name_or_path", command.Model, "--train_file", command.At("train.csv"), "--output_dir", "none", "--use_cpu", "--no_measure");

        Assert.Contains("No effect   use_cpu: the CPU is always used", plan.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Time ", plan.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_refused_is_refused_by_every_run()
    {
        Finished run = command.Train("refused", "--deepspeed", "a.json", "--fsdp", "full_shard");

        Assert.Equal(2, run.Code);
        Assert.Contains(run.Problems, problem => problem.StartsWith("--deepspeed cannot be used: ", StringComparison.Ordinal));
        Assert.False(Directory.Exists(command.At("refused")));
    }
}
