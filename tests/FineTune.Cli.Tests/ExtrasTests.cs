namespace FineTune.Cli.Tests;

/// <summary>The arguments the reference does not have, as flags.</summary>
public sealed class ExtrasTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    [Fact]
    public void Classes_are_weighed_by_name_by_number_and_in_balance()
    {
        Finished named = command.Train("named", "--class_weights", "weather=3", "book=0.5");
        Finished numbered = command.Train("numbered", "--class_weights", "0.5", "1", "3");
        Finished balanced = command.Train("balanced", "--class_weights", "balanced", "--focal_loss_gamma", "2");

        Assert.Equal((0, 0, 0), (named.Code, numbered.Code, balanced.Code));
        Assert.Equal(File.ReadAllBytes(command.At("named", "model.safetensors")), File.ReadAllBytes(command.At("numbered", "model.safetensors")));
        Assert.Equal("\"balanced\"", command.Json("balanced", "training_args.json")["class_weights"]!.ToJsonString());
    }

    [Fact]
    public void What_does_not_fit_the_labels_or_the_model_is_listed_before_anything_is_written()
    {
        Finished run = command.Train("wrong", "--class_weights", "wether=3", "--freeze", "bert.embedings.*", "--layerwise_lr_decay", "2");

        Assert.Equal(2, run.Code);
        Assert.Contains(run.Problems, problem => problem.Contains("Did you mean \"weather\"?", StringComparison.Ordinal));
        Assert.Contains(run.Problems, problem => problem.Contains("Near it are bert.embeddings.word_embeddings.weight", StringComparison.Ordinal));
        Assert.Contains(run.Problems, problem => problem.Contains("layerwise_lr_decay is 2.0", StringComparison.Ordinal));
        Assert.False(Directory.Exists(command.At("wrong")));
    }

    [Fact]
    public void Frozen_weights_are_those_of_the_model()
    {
        Assert.Equal(0, command.Train("frozen", "--freeze", "bert.embeddings.*", "*.layer.0.*", "--layerwise_lr_decay", "0.9").Code);

        using SafetensorsFile before = SafetensorsFile.Open(Path.Combine(command.Model, "model.safetensors"));
        using SafetensorsFile after = SafetensorsFile.Open(command.At("frozen", "model.safetensors"));
        string frozen = before.Names.First(name => name.Contains("word_embeddings", StringComparison.Ordinal));
        string trained = before.Names.First(name => name.EndsWith("pooler.dense.weight", StringComparison.Ordinal));
        Assert.Equal(before.ReadTensor(frozen).ToArray(), after.ReadTensor("bert." + frozen).ToArray());
        Assert.NotEqual(before.ReadTensor(trained).ToArray(), after.ReadTensor("bert." + trained).ToArray());
    }

    [Fact]
    public void Logs_go_to_files_of_lines_and_a_table_and_to_tensorboard()
    {
        Assert.Equal(0, command.Train("logged", "--report_to", "all", "--logging_steps", "2").Code);

        Assert.Equal(3, File.ReadLines(command.At("logged", "log.jsonl")).Count());
        Assert.StartsWith("step,epoch,loss,", File.ReadLines(command.At("logged", "log.csv")).First(), StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(command.At("logged", "runs")));
    }

    [Theory]
    [InlineData("mlflow", "tracking server")]
    [InlineData("wandb", "format of its own")]
    [InlineData("tensorbord", "does not know")]
    public void Other_reporters_are_refused_with_the_reason(string name, string reason)
    {
        Finished run = command.Train("refused", "--report_to", name);

        Assert.Equal(2, run.Code);
        Assert.Contains(reason, Assert.Single(run.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_has_a_model_card_with_its_labels_texts_and_results()
    {
        Finished run = command.Train("carded", "--validation_file", command.At("dev.csv"), "--eval_strategy", "steps", "--eval_steps", "2", "--logging_steps", "1");

        string card = File.ReadAllText(command.At("carded", "README.md"));
        Assert.Contains($"Model card: {command.At("carded", "README.md")}", run.Output, StringComparison.Ordinal);
        Assert.Contains("| 1  | play    | 9 ", card, StringComparison.Ordinal);
        Assert.Contains("play a song 0<br>play some jazz 1<br>put on music 2", card, StringComparison.Ordinal);
        Assert.Contains("classifier.Classify(\"play a song 0\")", card, StringComparison.Ordinal);
        Assert.Contains("- training_steps: 4\n", card, StringComparison.Ordinal);
        Assert.Equal(2, card.Split("### Training results")[1].Split("###")[0].Split('\n').Count(line => line.StartsWith("| ", StringComparison.Ordinal)) - 1);
        Assert.Contains("metrics:\n- accuracy\n- f1\n", card, StringComparison.Ordinal);
    }

    [Fact]
    public void A_readme_of_ones_own_stays()
    {
        Directory.CreateDirectory(command.At("own"));
        File.WriteAllText(command.At("own", "README.md"), "mine");

        Finished run = command.Train("own");

        Assert.Equal(0, run.Code);
        Assert.Equal("mine", File.ReadAllText(command.At("own", "README.md")));
        Assert.Contains("it stays as it is", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_fast_dev_run_does_everything_and_leaves_nothing()
    {
        Finished run = command.Train(
            "fast", "--fast_dev_run", "--validation_file", command.At("dev.csv"), "--do_eval", "--test_file", command.At("test.csv"), "--do_predict",
            "--eval_strategy", "epoch", "--save_strategy", "epoch", "--load_best_model_at_end", "true", "--report_to", "all");

        Assert.Equal(0, run.Code);
        Assert.Contains("fast_dev_run: 2 steps trained, evaluated, saved and read back", run.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(command.At("fast")));
    }

    [Fact]
    public void Learning_rates_are_tried_and_one_is_suggested()
    {
        Finished run = command.Train("rates", "--lr_find");
        Finished json = command.Train("rates", "--lr_find", "--log_format", "json");

        Assert.Equal(0, run.Code);
        Assert.Contains("learning rate        loss    smoothed", run.Output, StringComparison.Ordinal);
        Assert.Matches("Suggested learning rate: [0-9.e-]+|No suggestion", run.Output);
        Assert.True(Assert.Single(json.JsonLines)["learning_rates"]!.AsArray().Count > 10);
        Assert.False(Directory.Exists(command.At("rates")));
    }

    [Theory]
    [InlineData("1h30m", 5400)]
    [InlineData("90", 90)]
    public void A_time_limit_is_written_as_people_write_times(string text, double seconds)
    {
        Assert.Equal(0, command.Train("limited", "--max_time", text).Code);

        Assert.Equal(seconds, (double)command.Json("limited", "training_args.json")["max_time"]!);
    }

    [Fact]
    public void A_plan_says_what_the_rows_of_each_label_count()
    {
        string[] words = ["plan", "--model_name_or_path", command.Model, "--train_file", command.At("train.csv"), "--output_dir", command.At("planned"), "--do_train"];

        Assert.Contains("Weights     book 1.333, play 0.8889, weather 0.8889", command.Run([.. words, "--class_weights", "balanced"]).Output, StringComparison.Ordinal);
        Assert.Contains("Weights     book 1, play 1, weather 3", command.Run([.. words, "--class_weights", "weather=3"]).Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Weights", command.Run(words).Output, StringComparison.Ordinal);
    }
}
