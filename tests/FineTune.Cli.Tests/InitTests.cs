using System.Text.Json.Nodes;

namespace FineTune.Cli.Tests;

/// <summary>A configuration that was written for data: what matters for it, with reasons, and it trains.</summary>
public sealed class InitTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    [Fact]
    public void It_looks_at_the_data_and_writes_what_matters()
    {
        string file = command.At("intents.json");

        Finished init = command.Run(
            "init", file, "--train_file", command.At("train.csv"), "--validation_file", command.At("dev.csv"), "--test_file", command.At("test.csv"),
            "--model_name_or_path", command.Model, "--output_dir", command.At("intents"));

        Assert.True(init.Code == 0, init.Errors);
        string text = File.ReadAllText(file);
        Assert.Contains("\"//\": \"24 rows\",\n  \"train_file\"", text, StringComparison.Ordinal);
        Assert.Contains("\"//\": \"3 labels: book 6, play 9, weather 9\",\n  \"label_column_name\": \"label\"", text, StringComparison.Ordinal);
        Assert.Contains("tokens, the longest ", text, StringComparison.Ordinal);
        Assert.True(text.Count(c => c == '\n') < 50);
        JsonObject config = Values(text);
        Assert.Equal(("text", 32, "epoch", "accuracy", true), ((string)config["text_column_names"]!, (int)config["max_seq_length"]!, (string)config["eval_strategy"]!, (string)config["metric_for_best_model"]!, (bool)config["do_predict"]!));

        Finished run = command.Run("train", file, "--num_train_epochs", "1");

        Assert.True(run.Code == 0, run.Errors);
        Assert.DoesNotContain("warning", run.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(command.At("intents", "predict_results.jsonl")));
    }

    [Fact]
    public void A_label_of_another_name_is_found_and_what_is_given_stands()
    {
        string data = command.Write("news.csv", "headline,Topic", 60, i => $"about it {i},{(i % 30 == 0 ? "rare" : i % 2 == 0 ? "sport" : "trade")}");

        Finished init = command.Run("init", "--train_file", data, "--learning_rate", "0.01", "--class_weights", "2", "1", "1");

        JsonObject config = Values(init.Output);
        Assert.Equal(("headline", "Topic", 0.01, "no"), ((string)config["text_column_names"]!, (string)config["label_column_name"]!, (double)config["learning_rate"]!, (string)config["eval_strategy"]!));
        Assert.Equal("[2,1,1]", config["class_weights"]!.ToJsonString().Replace(".0", string.Empty, StringComparison.Ordinal));
        Assert.Contains("\"Topic\" is taken as the label", init.Errors, StringComparison.Ordinal);
        Assert.Contains("about, by the number of words: ", init.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Rare_labels_are_weighed_and_a_number_is_a_regression()
    {
        string rare = command.Write("rare.csv", "text,label", 60, i => $"word {i},{(i % 30 == 0 ? "rare" : "usual")}");
        string number = command.Write("number.csv", "text,label", 60, i => $"word {i},{i}.5");

        Assert.Contains("29 times the rows of the rarest", command.Run("init", "--train_file", rare).Output, StringComparison.Ordinal);
        Assert.Equal("pearson", (string)Values(command.Run("init", "--train_file", number, "--validation_file", number).Output)["metric_for_best_model"]!);
    }

    [Fact]
    public void A_missing_folder_is_made_and_a_file_in_its_place_is_named()
    {
        Finished made = command.Run("init", command.At("new", "folder", "all.json"));
        Finished refused = command.Run("init", command.At("train.csv", "all.json"));

        Assert.True(made.Code == 0, made.Errors);
        Assert.True(File.Exists(command.At("new", "folder", "all.json")));
        Assert.Equal((2, 1), (refused.Code, refused.Problems.Length));
        Assert.Contains($"{command.At("train.csv")} is a file", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_train_would_not_take_is_refused()
    {
        Finished init = command.Run("init", command.At("config.yaml"), "--train_file", command.At("train.csv"));

        Assert.Equal(2, init.Code);
        Assert.Contains($"ends in .json, or the other verbs do not take it for one: finetune init {command.At("config.json")}", Assert.Single(init.Problems), StringComparison.Ordinal);
        Assert.False(File.Exists(command.At("config.yaml")));
    }

    [Theory]
    [InlineData("matthews_correlation", "x {0},{1}", "matthews_correlation")]
    [InlineData("f1", "x {0},{1}", "f1")]
    [InlineData("mse", "x {0},{0}.5", "mse")]
    public void The_best_model_is_chosen_by_a_metric_that_the_run_computes(string metric, string row, string expected)
    {
        string data = command.Write($"by-{metric}.csv", "text,label", 12, i => string.Format(null, row, i, i % 2));
        string file = command.At($"by-{metric}.json");

        Finished init = command.Run("init", file, "--train_file", data, "--validation_file", data, "--metric_name", metric, "--model_name_or_path", command.Model);
        Finished plan = command.Run("plan", file, "--no_measure");

        Assert.True(init.Code == 0, init.Errors);
        Assert.Equal(expected, (string)Values(File.ReadAllText(file))["metric_for_best_model"]!);
        Assert.True(plan.Code == 0, plan.Errors);
    }

    [Fact]
    public void Rare_labels_are_not_weighed_where_a_row_has_several()
    {
        string data = command.Write("several.csv", "text,label", 60, i => $"word {i},\"usual{(i % 30 == 0 ? ",rare" : string.Empty)}\"");

        Finished init = command.Run("init", "--train_file", data, "--validation_file", data);

        Assert.Equal("f1_micro", (string)Values(init.Output)["metric_for_best_model"]!);
        Assert.False(Values(init.Output).ContainsKey("class_weights"));
    }

    [Theory]
    [InlineData("--dataset_name imdb", "See what it will do: finetune plan ", true)]
    [InlineData("--task_name mrpc", "See what it will do: finetune plan ", true)]
    [InlineData("--model_name_or_path bert", "Set train_file, then: finetune train ", false)]
    [InlineData("--seed 1", "Set model_name_or_path and train_file, then: finetune train ", false)]
    public void What_is_left_to_do_is_said(string flags, string hint, bool namesData)
    {
        string file = command.At($"hint{flags.GetHashCode(StringComparison.Ordinal)}.json");

        Finished init = command.Run(["init", file, .. flags.Split(' ')]);

        Assert.Equal(0, init.Code);
        Assert.EndsWith(hint + file, init.Output.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(namesData, init.Errors.Contains("The data set was not looked at", StringComparison.Ordinal));
    }

    [Fact]
    public void Data_that_cannot_be_used_are_told_and_nothing_is_written()
    {
        Finished init = command.Run("init", command.At("none.json"), "--train_file", command.At("missing.csv"));

        Assert.Equal(2, init.Code);
        Assert.Contains("there is no file", Assert.Single(init.Problems), StringComparison.Ordinal);
        Assert.False(File.Exists(command.At("none.json")));
    }

    /// <summary>The values without the comments, of which there are several by one name.</summary>
    private static JsonObject Values(string text) => JsonNode.Parse(string.Concat(text.Split('\n').Where(line => !line.StartsWith("  \"//\"", StringComparison.Ordinal))))!.AsObject();
}
