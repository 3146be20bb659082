using TrainingArgument = FineTune.Training.Argument<FineTune.TrainingArguments>;
using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Tests.Training.Arguments;

public sealed class ArgumentReaderTests
{
    [Theory]
    [InlineData("""{"evaluation_strategy": "epoch"}""", "eval_strategy", "\"epoch\"")]
    [InlineData("""{"warmup_ratio": 0.1}""", "warmup_steps", "0.1")]
    [InlineData("""{"warmup_ratio": 0.1, "warmup_steps": 0}""", "warmup_steps", "0.1")]
    [InlineData("""{"no_cuda": true}""", "use_cpu", "true")]
    [InlineData("""{"group_by_length": true}""", "train_sampling_strategy", "\"group_by_length\"")]
    [InlineData("""{"adafactor": true}""", "optim", "\"adafactor\"")]
    [InlineData("""{"per_gpu_train_batch_size": 4}""", "per_device_train_batch_size", "4")]
    [InlineData("""{"include_inputs_for_metrics": true}""", "include_for_metrics", "[\"inputs\"]")]
    public void An_old_name_in_a_file_is_translated_with_a_warning(string json, string name, string value)
    {
        TrainingArguments args = TrainingArguments.FromJson(json, out IReadOnlyList<string> warnings);

        Assert.Equal(value, JsonText.WriteLine(ArgumentTable.Find(name)!.Read(args)));
        Assert.Contains(name, Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Warm_up_steps_go_before_the_old_ratio()
    {
        TrainingArguments args = TrainingArguments.FromJson("""{"warmup_ratio": 0.1, "warmup_steps": 50}""", out IReadOnlyList<string> warnings);

        Assert.Equal(50, args.WarmupSteps);
        Assert.Contains("warmup_ratio was left out", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Old_arguments_that_ask_for_nothing_are_left_out_with_one_warning()
    {
        const string Json = """
            {"overwrite_output_dir": true, "save_safetensors": true, "fp16_backend": "auto", "past_index": -1, "_n_gpu": 1,
             "logging_dir": "out/runs/x", "no_cuda": false, "adafactor": false, "mp_parameters": "", "push_to_hub_organization": null}
            """;

        _ = TrainingArguments.FromJson(Json, out IReadOnlyList<string> warnings);

        // no_cuda has a successor with the same meaning and is translated, whatever its value.
        Assert.Equal(2, warnings.Count);
        Assert.Contains("overwrite_output_dir, save_safetensors, fp16_backend", warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_of_a_file_is_reported_at_once()
    {
        const string Json = """
            {"lerning_rate": 1e-5, "num_train_epochs": "three", "eval_strategy": "sometimes", "save_safetensors": false, "seed": null}
            """;

        TrainingArgumentsException exception = Assert.Throws<TrainingArgumentsException>(() => TrainingArguments.FromJson(Json));

        Assert.Collection(
            exception.Problems,
            problem => Assert.Equal("lerning_rate is not an argument. Did you mean learning_rate?", problem),
            problem => Assert.Equal("num_train_epochs: \"three\" is not a value; expected a number.", problem),
            problem => Assert.Equal("eval_strategy: \"sometimes\" is not a valid IntervalStrategy; choose one of no, steps, epoch.", problem),
            problem => Assert.Equal("seed: null is not a value; expected a whole number.", problem),
            problem => Assert.Contains("save_safetensors is gone", problem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_comment_line_is_allowed() =>
        Assert.Equal(2, TrainingArguments.FromJson("""{"//": "how long", "num_train_epochs": 2}""").NumTrainEpochs);

    [Fact]
    public void A_text_that_is_not_json_is_named_with_its_place()
    {
        FormatException exception = Assert.Throws<FormatException>(() => TrainingArguments.FromJson("{\"seed\": 1,\n}"));

        Assert.Contains("line 2, column 1", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evaluation-strategy", "--evaluation_strategy is now --eval_strategy")]
    [InlineData("warmup_ratio", "--warmup_ratio is now part of --warmup_steps: a value below 1 is a share of all steps (--warmup_steps 0.1)")]
    [InlineData("overwrite_output_dir", "--overwrite_output_dir is gone: training into a folder that holds an older run works without it")]
    public void The_command_line_answers_an_old_name_with_the_new_one(string name, string expected) =>
        Assert.Equal(expected, OldArguments.CommandLineMessage(OldArguments.Find(name)!));

    [Theory]
    [InlineData("learning-rate", new[] { "2e-5" }, "2e-05")]
    [InlineData("fp16", new string[0], "true")]
    [InlineData("fp16", new[] { "No" }, "false")]
    [InlineData("logging_steps", new[] { "10" }, "10.0")]
    [InlineData("label_names", new[] { "a", "b" }, "[\"a\", \"b\"]")]
    [InlineData("lr_scheduler_kwargs", new[] { "{\"num_cycles\": \"2\"}" }, "\"{\\\"num_cycles\\\": \\\"2\\\"}\"")]
    [InlineData("metric_for_best_model", new[] { "f1" }, "\"f1\"")]
    public void Words_of_a_command_line_become_values(string name, string[] words, string expected)
    {
        TrainingArgument argument = ArgumentTable.Find(name)!;

        JsonNode? value = argument.Parse(words);

        Assert.Equal(expected, JsonText.WriteLine(value));
        _ = argument.Write(new TrainingArguments(), value);
    }

    [Theory]
    [InlineData("learning_rate", "fast", "expected a number")]
    [InlineData("seed", "1.5", "expected a whole number")]
    [InlineData("fp16", "perhaps", "expected true or false")]
    [InlineData("lr_scheduler_kwargs", "file.json", "expected a JSON object")]
    public void Words_that_are_no_value_say_what_was_expected(string name, string word, string expected)
    {
        FormatException exception = Assert.Throws<FormatException>(() => ArgumentTable.Find(name)!.Parse([word]));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }
}
