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

    [Theory]
    [MemberData(nameof(CompleteRuns))]
    public void Whatever_was_kept_of_a_complete_run_it_trains_no_more(string name, string[] flags)
    {
        string folder = "kept-" + name;
        Assert.Equal(0, command.Train(folder, ["--validation_file", command.At("dev.csv"), .. flags]).Code);
        Dictionary<string, string> before = Contents(folder);

        Finished resumed = command.Run("resume", command.At(folder));

        Assert.Equal(0, resumed.Code);
        Assert.Contains("nothing more is trained", resumed.Output, StringComparison.Ordinal);
        Assert.Equal(before, Contents(folder));
    }

    public static TheoryData<string, string[]> CompleteRuns => new()
    {
        { "all", ["--save_steps", "1"] },
        { "none", ["--save_strategy", "no"] },
        { "newest", ["--save_steps", "1", "--save_total_limit", "1"] },
        { "best-only", ["--save_steps", "1", "--save_total_limit", "1", "--eval_strategy", "steps", "--eval_steps", "1", "--load_best_model_at_end", "--metric_for_best_model", "loss", "--greater_is_better", "true"] },
        { "when-best", ["--save_strategy", "best", "--eval_strategy", "steps", "--eval_steps", "1", "--metric_for_best_model", "loss"] },
        { "never-best", ["--save_strategy", "best", "--eval_strategy", "steps", "--eval_steps", "4", "--metric_for_best_model", "loss", "--eval_delay", "9"] },
        { "weights-only", ["--save_steps", "2", "--save_only_model"] },
        { "epochs", ["--max_steps", "-1", "--num_train_epochs", "2", "--save_strategy", "epoch", "--save_total_limit", "1"] },
        { "half-epochs", ["--max_steps", "-1", "--num_train_epochs", "0.5", "--save_strategy", "no"] },
        { "average", ["--ema_decay", "0.9", "--save_strategy", "no"] },
        { "accumulated", ["--gradient_accumulation_steps", "3", "--save_strategy", "no"] },
        { "evaluated", ["--do_eval", "--save_strategy", "no"] },
        { "stopped", ["--max_steps", "40", "--save_strategy", "steps", "--save_steps", "1", "--eval_strategy", "steps", "--eval_steps", "1", "--load_best_model_at_end", "--metric_for_best_model", "loss", "--greater_is_better", "true", "--early_stopping_patience", "1", "--save_total_limit", "1"] },
    };

    [Fact]
    public void A_run_with_more_steps_to_do_is_not_complete()
    {
        command.Train("more", "--save_strategy", "no");

        Finished more = command.Run("resume", command.At("more"), "--max_steps", "6", "--allow_changed_arguments");

        Assert.Equal(0, more.Code);
        Assert.Equal(6, (int)command.Json("more", "trainer_state.json")["global_step"]!);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("rows", "the training data is other data (24 rows then, 23 now)")]
    [InlineData("text", "the training data is other data (24 rows, as before)")]
    [InlineData("label", "the training data is other data (24 rows, as before)")]
    [InlineData("order", "the training data is other data (24 rows, as before)")]
    [InlineData("dev", "the evaluation data is other data (9 rows, as before)")]
    [InlineData("config", "the base model's configuration is another")]
    public void A_run_that_goes_on_with_other_inputs_says_so(string what, string? said)
    {
        string folder = "inputs" + what;
        string train = command.Write(folder + ".csv", File.ReadAllText(command.At("train.csv")));
        string dev = command.Write(folder + "-dev.csv", File.ReadAllText(command.At("dev.csv")));
        string model = TinyModel.Create(command.At(folder + "-model"));
        string[] flags = ["--model_name_or_path", model, "--train_file", train, "--validation_file", dev, "--eval_strategy", "steps", "--eval_steps", "2", "--save_steps", "2", "--max_steps", "4", "--output_dir", command.At(folder)];
        Assert.Equal(0, command.Run(["train", .. flags]).Code);
        Directory.Delete(command.At(folder, "checkpoint-4"), recursive: true);
        File.Delete(command.At(folder, "model.safetensors"));
        string[] lines = File.ReadAllLines(train);
        switch (what)
        {
            case "rows": File.WriteAllLines(train, lines[..^1]); break;
            case "text": File.WriteAllLines(train, [lines[0], .. lines[1..].Select((line, i) => i == 7 ? "more " + line : line)]); break;
            case "label": File.WriteAllLines(train, [lines[0], lines[1].Replace("play", "book", StringComparison.Ordinal), .. lines[2..]]); break;
            case "order": File.WriteAllLines(train, [lines[0], .. lines[1..].Reverse()]); break;
            case "dev": File.WriteAllText(dev, File.ReadAllText(dev).Replace("sunny", "rain", StringComparison.Ordinal)); break;
            case "config": File.WriteAllText(Path.Combine(model, "config.json"), File.ReadAllText(Path.Combine(model, "config.json")).Replace("\"hidden_dropout_prob\": 0.1", "\"hidden_dropout_prob\": 0.2", StringComparison.Ordinal)); break;
        }

        Finished resumed = command.Run("resume", command.At(folder));

        Assert.Equal(0, resumed.Code);
        Assert.Equal(said is not null, Messages().Contains("not the run that was begun", StringComparison.Ordinal));
        Assert.Contains(said ?? string.Empty, Messages(), StringComparison.Ordinal);

        string Messages() => resumed.Errors + resumed.Output;
    }

    [Fact]
    public void Without_a_complete_checkpoint_a_run_begins_anew_and_says_so()
    {
        command.Train("none", "--save_strategy", "no");
        File.Delete(command.At("none", "model.safetensors"));
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
    public void A_run_goes_on_from_a_checkpoint_that_is_named_in_place_of_the_newest()
    {
        command.Train("back", "--save_steps", "1");
        byte[] expected = File.ReadAllBytes(command.At("back", "model.safetensors"));
        Directory.Delete(command.At("back", "checkpoint-4"), recursive: true);
        File.Delete(command.At("back", "model.safetensors"));

        Finished missing = command.Run("resume", command.At("back"), "--resume_from_checkpoint", command.At("back", "checkpoint-9"));
        Finished resumed = command.Run("resume", command.At("back"), "--resume_from_checkpoint", command.At("back", "checkpoint-2"));

        Assert.Equal(2, missing.Code);
        Assert.Contains("checkpoint-9: there is no such folder", missing.Errors, StringComparison.Ordinal);
        Assert.True(resumed.Code == 0, resumed.Errors);
        Assert.Contains($"Going on from {command.At("back", "checkpoint-2")}: step 2 of 4", resumed.Errors + resumed.Output, StringComparison.Ordinal);
        Assert.Equal(expected, File.ReadAllBytes(command.At("back", "model.safetensors")));

        Directory.Delete(command.At("back", "checkpoint-2"), recursive: true);
        Assert.Equal(0, command.Run("resume", command.At("back")).Code);
    }

    [Fact]
    public void A_run_that_ended_before_its_first_save_does_not_take_an_earlier_runs_checkpoint()
    {
        command.Train("reused", "--save_steps", "2");
        command.Train("reused", "--save_strategy", "no", "--learning_rate", "0.01");
        byte[] second = File.ReadAllBytes(command.At("reused", "model.safetensors"));
        File.Delete(command.At("reused", "model.safetensors"));

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

    /// <summary>Every file of a run, but for what is of the clock.</summary>
    private Dictionary<string, string> Contents(string folder) => Directory.EnumerateFiles(command.At(folder), "*", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file) is not ("eval_results.json" or "all_results.json" or "README.md"))
        .ToDictionary(file => Path.GetRelativePath(command.At(folder), file), file => Convert.ToHexString(File.ReadAllBytes(file)));

    [Fact]
    public void The_flags_that_the_run_was_begun_with_change_nothing()
    {
        string model = TinyModel.Create(command.At("same-model"));
        string[] Flags(Func<string, string> path) =>
            ["--model_name_or_path", path(model), "--train_file", path(command.At("train.csv")), "--max_steps", "4", "--output_dir", path(command.At("same"))];
        string Relative(string path) => Path.GetRelativePath(Environment.CurrentDirectory, path) + (path == model ? "/" : string.Empty);
        Assert.Equal(0, command.Run(["train", .. Flags(Relative)]).Code);

        Finished relative = command.Run(["resume", command.At("same"), .. Flags(Relative)]);
        Finished full = command.Run(["resume", command.At("same"), .. Flags(path => path)]);

        Assert.True(relative.Code == 0, relative.Errors);
        Assert.True(full.Code == 0, full.Errors);
        Assert.DoesNotContain("Changed", relative.Errors + full.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Logs_saves_and_evaluations_that_decide_nothing_are_harmless_and_leave_the_run_the_same()
    {
        string[] evaluates = ["--validation_file", command.At("dev.csv"), "--eval_strategy", "steps", "--eval_steps", "1", "--save_steps", "2"];
        command.Train("logs", evaluates);
        byte[] expected = File.ReadAllBytes(command.At("logs", "model.safetensors"));
        Directory.Delete(command.At("logs", "checkpoint-4"), recursive: true);
        File.Delete(command.At("logs", "model.safetensors"));

        Finished resumed = command.Run(
            "resume", command.At("logs"), "--logging_steps", "1", "--save_steps", "1", "--validation_file", command.At("test.csv"), "--metric_name", "matthews_correlation", "--max_eval_samples", "5", "--do_eval");

        Assert.True(resumed.Code == 0, resumed.Errors);
        Assert.DoesNotContain("alters what is computed", resumed.Errors, StringComparison.Ordinal);
        Assert.Contains("what is trained stays the same", resumed.Errors + resumed.Output, StringComparison.Ordinal);
        Assert.Equal(expected, File.ReadAllBytes(command.At("logs", "model.safetensors")));
    }

    [Theory]
    [InlineData("--save_steps", "save_steps: 2 -> 4")]
    [InlineData("--max_eval_samples", "max_eval_samples: null -> 4")]
    public void Where_the_best_model_is_looked_for_saves_and_evaluations_alter_the_run(string flag, string change)
    {
        string folder = "best" + flag;
        command.Train(folder, "--validation_file", command.At("dev.csv"), "--eval_strategy", "steps", "--eval_steps", "2", "--save_steps", "2", "--load_best_model_at_end");

        Finished refused = command.Run("resume", command.At(folder), flag, "4");

        Assert.Equal(2, refused.Code);
        Assert.Contains($"alters what is computed from here on:\n  {change}\n", refused.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--learning_rate", "0.001", "learning_rate: 5e-05 -> 0.001")]
    [InlineData("--weight_decay", "0.1", "weight_decay: 0.0 -> 0.1")]
    [InlineData("--adam_beta1", "0.8", "adam_beta1: 0.9 -> 0.8")]
    public void What_the_optimizers_state_keeps_cannot_be_changed_and_the_way_to_do_it_is_said(string flag, string value, string change)
    {
        string folder = "kept" + flag;
        command.Train(folder, "--save_steps", "2");
        string before = File.ReadAllText(command.At(folder, "training_args.json"));

        Finished refused = command.Run("resume", command.At(folder), flag, value, "--max_steps", "6", "--allow_changed_arguments");

        Assert.Equal(2, refused.Code);
        Assert.Contains($"A resumed run cannot change {change}: the state of its optimizer", refused.Errors, StringComparison.Ordinal);
        Assert.Contains($"finetune train --model_name_or_path {command.At(folder, "checkpoint-4")} --output_dir NEW_DIR {flag} ...", refused.Errors, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(command.At(folder, "training_args.json")));

        Finished anew = command.Run(
            "train", "--model_name_or_path", command.At(folder, "checkpoint-4"), "--train_file", command.At("train.csv"), "--max_steps", "1", "--output_dir", command.At(folder + "-new"), flag, value);
        Assert.True(anew.Code == 0, anew.Errors);
    }

    [Theory]
    [InlineData("--save_only_model", "true")]
    [InlineData("--save_strategy", "no")]
    public void What_no_state_keeps_is_changed(string flag, string value)
    {
        string folder = "free" + flag;
        command.Train(folder, "--save_steps", "2", flag, value);

        Finished resumed = command.Run("resume", command.At(folder), "--learning_rate", "0.001", "--max_steps", "6", "--allow_changed_arguments");

        Assert.True(resumed.Code == 0, resumed.Errors);
        Assert.Contains("learning_rate: 5e-05 -> 0.001\n", resumed.Errors, StringComparison.Ordinal);
        Assert.Contains("\"learning_rate\": 0.001", File.ReadAllText(command.At(folder, "training_args.json")), StringComparison.Ordinal);
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
