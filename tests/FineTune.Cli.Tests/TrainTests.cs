using System.Text.Json.Nodes;

namespace FineTune.Cli.Tests;

public sealed class TrainTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    [Fact]
    public void Training_writes_every_file_of_the_contract()
    {
        Finished run = command.Train(
            "whole", "--validation_file", command.At("dev.csv"), "--test_file", command.At("test.csv"), "--do_eval", "--do_predict",
            "--save_steps", "2", "--logging_steps", "1");

        Assert.Equal(0, run.Code);
        string[] expected =
        [
            "README.md", "all_results.json", "checkpoint-2", "checkpoint-4", "config.json", "eval_results.json", "finetune_inputs.json", "finetune_run.json", "model.safetensors",
            "predict_results.jsonl", "test_results.json", "tokenizer.json", "tokenizer_config.json", "train_results.json", "trainer_state.json",
            "training_args.json",
        ];
        string[] found = [.. Directory.EnumerateFileSystemEntries(command.At("whole")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        Assert.Equal(expected, found);
        JsonObject all = command.Json("whole", "all_results.json");
        Assert.Equal("24", all["train_samples"]!.ToJsonString());
        Assert.True(all.ContainsKey("eval_accuracy") && all.ContainsKey("test_accuracy") && all.ContainsKey("test_f1"));
        Assert.Equal(6, File.ReadLines(command.At("whole", "predict_results.jsonl")).Count());
    }

    [Fact]
    public void What_is_inferred_is_printed_before_the_first_step()
    {
        Finished run = command.Train("inferred");

        Assert.StartsWith("Text:   text\nLabel:  label, single_label_classification of 3: book, play, weather\nMetric: accuracy, f1\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Redirected_output_has_no_control_characters()
    {
        Finished run = command.Train("plain", "--logging_steps", "1");

        Assert.DoesNotContain(run.Output + run.Errors, c => char.IsControl(c) && c != '\n');
    }

    [Fact]
    public void Json_logs_are_json_lines_and_nothing_else()
    {
        Finished run = command.Train(
            "json", "--log_format", "json", "--logging_steps", "2", "--validation_file", command.At("dev.csv"), "--do_eval",
            "--test_file", command.At("test.csv"), "--do_predict");

        JsonObject[] lines = run.JsonLines;
        Assert.Equal(2, lines.Count(line => line.ContainsKey("loss")));
        Assert.Single(lines, line => line.ContainsKey("train_runtime"));
        Assert.Single(lines, line => line.ContainsKey("test_accuracy"));
        Assert.All(lines, line => Assert.True(line.ContainsKey("step")));
    }

    [Fact]
    public void Training_into_the_folder_of_an_older_run_works()
    {
        command.Train("again", "--save_steps", "2");

        Assert.Equal(0, command.Train("again", "--max_steps", "3").Code);
        Assert.Equal(3, (int)command.Json("again", "trainer_state.json")["global_step"]!);
    }

    [Fact]
    public void Two_runs_of_the_same_seed_are_the_same()
    {
        command.Train("one", "--seed", "7");
        command.Train("two", "--seed", "7", "--threads", "1");

        Assert.Equal(File.ReadAllBytes(command.At("one", "model.safetensors")), File.ReadAllBytes(command.At("two", "model.safetensors")));
    }

    [Fact]
    public void Evaluating_without_training_reads_the_labels_of_the_model()
    {
        command.Train("trained");

        Finished run = command.Run(
            "train", "--model_name_or_path", command.At("trained"), "--do_train", "false", "--do_eval", "true", "--validation_file", command.At("dev.csv"),
            "--output_dir", command.At("evaluated"), "--no_pad_to_max_length");

        Assert.Equal(0, run.Code);
        Assert.False(File.Exists(command.At("evaluated", "model.safetensors")));
        Assert.Equal(9, (int)command.Json("evaluated", "eval_results.json")["eval_samples"]!);
    }

    [Fact]
    public void A_file_of_old_names_is_translated_with_warnings_and_flags_go_over_it()
    {
        string file = command.Write("old.json", new JsonObject
        {
            ["//"] = "a run of long ago",
            ["model_name_or_path"] = command.Model,
            ["train_file"] = command.At("train.csv"),
            ["validation_file"] = command.At("dev.csv"),
            ["evaluation_strategy"] = "epoch",
            ["warmup_ratio"] = 0.1,
            ["overwrite_output_dir"] = true,
            ["num_train_epochs"] = 9,
            ["output_dir"] = command.At("old"),
        }.ToJsonString());

        Finished run = command.Run("train", file, "--num-train-epochs=1", "--no_pad_to_max_length");

        Assert.Equal(0, run.Code);
        Assert.Contains("warning: evaluation_strategy was read as eval_strategy \"epoch\"", run.Errors, StringComparison.Ordinal);
        JsonObject written = command.Json("old", "training_args.json");
        Assert.Equal(1, (double)written["num_train_epochs"]!);
        Assert.Equal("epoch", (string)written["eval_strategy"]!);
        Assert.Equal(0.1, (double)written["warmup_steps"]!);
    }

    [Fact]
    public void A_length_beyond_the_model_is_lowered_with_a_warning()
    {
        Finished run = command.Train("long", "--max_seq_length", "5000");

        Assert.Equal(0, run.Code);
        Assert.Contains("warning: --max_seq_length 5000 is more than the model's 128; 128 is used.", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_written_configuration_trains()
    {
        string file = command.At("init.json");
        Assert.Equal(0, command.Run("init", file).Code);

        Finished run = command.Run(
            "train", file, "--model_name_or_path", command.Model, "--train_file", command.At("train.csv"), "--max_steps", "2", "--no_pad_to_max_length",
            "--output_dir", command.At("init-run"));

        Assert.Equal(0, run.Code);
        Assert.Equal(2, command.Run("init", file).Code);
    }
}
