using System.Text.Json.Nodes;

namespace FineTune.Cli.Tests;

public sealed class ResumeTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    [Fact]
    public void A_run_cut_short_ends_like_one_that_was_not()
    {
        command.Train("straight", "--save_steps", "2");
        command.Train("cut", "--save_steps", "2");
        Directory.Delete(command.At("cut", "checkpoint-4"), recursive: true);
        File.Delete(command.At("cut", "model.safetensors"));

        Finished resumed = command.Run("resume", command.At("cut"));

        Assert.Equal(0, resumed.Code);
        Assert.Equal(File.ReadAllBytes(command.At("straight", "model.safetensors")), File.ReadAllBytes(command.At("cut", "model.safetensors")));
    }

    [Fact]
    public void A_complete_run_trains_no_more_and_writes_its_results_again()
    {
        command.Train("complete", "--validation_file", command.At("dev.csv"), "--do_eval");
        File.Delete(command.At("complete", "all_results.json"));

        Finished resumed = command.Run("resume", command.At("complete"));

        Assert.Equal(0, resumed.Code);
        JsonObject results = command.Json("complete", "all_results.json");
        Assert.True(results.ContainsKey("train_loss") && results.ContainsKey("eval_accuracy"));
        Assert.Equal(4, (int)command.Json("complete", "trainer_state.json")["global_step"]!);
    }

    [Fact]
    public void Without_a_complete_checkpoint_a_run_begins_anew_and_says_so()
    {
        command.Train("none", "--save_strategy", "no");
        Directory.CreateDirectory(command.At("none", "checkpoint-3"));

        Finished resumed = command.Run("resume", command.At("none"));

        Assert.Equal(0, resumed.Code);
        Assert.Contains("training starts from the beginning", resumed.Errors, StringComparison.Ordinal);
        Assert.Equal(4, (int)command.Json("none", "trainer_state.json")["global_step"]!);
    }

    [Fact]
    public void Training_goes_on_from_a_checkpoint_that_is_named()
    {
        command.Train("first", "--save_steps", "2");

        Finished named = command.Train("second", "--save_steps", "2", "--resume_from_checkpoint", command.At("first", "checkpoint-2"));
        Finished missing = command.Train("third", "--resume_from_checkpoint", command.At("first", "checkpoint-3"));

        Assert.Equal(0, named.Code);
        Assert.Equal(File.ReadAllBytes(command.At("first", "model.safetensors")), File.ReadAllBytes(command.At("second", "model.safetensors")));
        Assert.False(Directory.Exists(command.At("second", "checkpoint-2")));
        Assert.Equal(2, missing.Code);
        Assert.Contains("--resume_from_checkpoint " + command.At("first", "checkpoint-3"), missing.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_ended_before_its_first_save_does_not_take_an_earlier_runs_checkpoint()
    {
        command.Train("reused", "--save_steps", "2");
        command.Train("reused", "--save_strategy", "no", "--learning_rate", "0.01");
        byte[] second = File.ReadAllBytes(command.At("reused", "model.safetensors"));

        Finished resumed = command.Run("resume", command.At("reused"));

        Assert.Equal(0, resumed.Code);
        Assert.Contains("an earlier one left checkpoint-2, checkpoint-4", resumed.Errors, StringComparison.Ordinal);
        Assert.Equal(second, File.ReadAllBytes(command.At("reused", "model.safetensors")));
    }

    [Fact]
    public void A_run_that_was_moved_goes_on()
    {
        command.Train("before", "--save_steps", "2");
        Directory.Move(command.At("before"), command.At("after"));

        Assert.Equal(0, command.Run("resume", command.At("after")).Code);
        Assert.False(Directory.Exists(command.At("before")));
    }

    [Fact]
    public void Changes_are_sorted_by_what_they_do()
    {
        command.Train("changed", "--save_steps", "2");

        Finished refused = command.Run("resume", command.At("changed"), "--max_steps", "6", "--threads", "1");
        Finished impossible = command.Run("resume", command.At("changed"), "--label_column_name", "other");
        Finished accepted = command.Run("resume", command.At("changed"), "--max_steps", "6", "--allow_changed_arguments");

        Assert.Equal(2, refused.Code);
        Assert.Contains("without effect on what is computed:\n  threads: null -> 1\n", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("alters what is computed from here on:\n  max_steps: 4 -> 6\n", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(2, impossible.Code);
        Assert.Contains("cannot change label_column_name: \"label\" -> \"other\"", impossible.Errors, StringComparison.Ordinal);
        Assert.Equal(0, accepted.Code);
        Assert.Equal(6, (int)command.Json("changed", "trainer_state.json")["global_step"]!);
    }
}
