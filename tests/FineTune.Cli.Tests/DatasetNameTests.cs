using System.Text.Json.Nodes;

namespace FineTune.Cli.Tests;

public sealed class DatasetNameTests : IClassFixture<CommandFixture>
{
    /// <summary>The names of the classes are in no order; the rows are numbered, as in GLUE; the test's labels are kept back.</summary>
    private const string Card = """
        ---
        dataset_info:
          config_name: animals
          features:
          - name: idx
            dtype: int64
          - name: text
            dtype: string
          - name: label
            dtype:
              class_label:
                names: {'0': zebra, '1': ant}
        configs:
        - config_name: animals
          data_files:
          - {split: train, path: a.csv}
          - {split: dev, path: b.csv}
          - {split: test, path: c.csv}
        ---
        """;

    private readonly CommandFixture _command;
    private readonly string _folder;

    public DatasetNameTests(CommandFixture command)
    {
        _command = command;
        _folder = command.At("animals");
        Directory.CreateDirectory(_folder);
        File.WriteAllText(Path.Combine(_folder, "README.md"), Card);
        File.WriteAllText(Path.Combine(_folder, "a.csv"), "idx,text,label\n" + string.Concat(Enumerable.Range(0, 12).Select(i => $"{i},text {i},{i % 2}\n")));
        File.WriteAllText(Path.Combine(_folder, "b.csv"), "idx,text,label\n0,some text,0\n1,more text,1\n");
        File.WriteAllText(Path.Combine(_folder, "c.csv"), "idx,text,label\n0,what is it,-1\n");
    }

    [Fact]
    public void A_data_set_trains_evaluates_and_predicts_with_the_names_of_its_classes()
    {
        Finished run = Run("train", "all", "--validation_split_name", "dev", "--do_eval", "--do_predict", "--max_steps", "2");

        Assert.True(run.Code == 0, run.Errors);
        JsonObject config = _command.Json("all", "config.json");
        Assert.Equal("""{"0":"zebra","1":"ant"}""", config["id2label"]!.ToJsonString());
        Assert.True(_command.Json("all", "eval_results.json").ContainsKey("eval_accuracy"));
        Assert.Single(File.ReadLines(_command.At("all", "predict_results.jsonl")));
    }

    [Fact]
    public void A_data_set_of_csv_files_keeps_the_characters_of_its_labels()
    {
        string folder = _command.At("codes");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "train.csv"), "id,text,label\n1,a b,007\n2,c d,7\n3,NA,NA\n");

        Finished run = _command.Run("plan", "--model_name_or_path", _command.Model, "--dataset_name", folder, "--output_dir", _command.At("codes-out"), "--json");

        Assert.True(run.Code == 0, run.Errors);
        JsonNode train = JsonNode.Parse(run.Output)!["splits"]!["train"]!;
        Assert.Equal(["007", "7", "NA"], train["label_counts"]!.AsObject().Select(label => label.Key).Order(StringComparer.Ordinal));
        Assert.Equal(0, (int)train["empty_rows"]!);
    }

    [Fact]
    public void A_separator_is_for_data_sets_of_csv_files()
    {
        string folder = _command.At("separated");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "train.csv"), "text;label\na, b;x\nc, d;y\n");
        Finished csv = Plan();
        File.Delete(Path.Combine(folder, "train.csv"));
        File.WriteAllText(Path.Combine(folder, "train.jsonl"), "{\"text\": \"a\", \"label\": \"x\"}\n");
        Finished json = Plan();

        Assert.True(csv.Code == 0, csv.Errors);
        Assert.Equal(2, (int)JsonNode.Parse(csv.Output)!["splits"]!["train"]!["rows"]!);
        Assert.Contains("--csv_sep: it stands between the values of csv and tsv files, but the files of", json.Errors, StringComparison.Ordinal);

        Finished Plan() => _command.Run(
            "plan", "--model_name_or_path", _command.Model, "--dataset_name", folder, "--output_dir", _command.At("separated-out"), "--csv_sep", ";", "--json");
    }

    [Fact]
    public void Of_several_validation_splits_the_one_that_is_used_is_named()
    {
        string folder = _command.At("pairs");
        Directory.CreateDirectory(folder);
        foreach (string split in new[] { "train", "validation_matched", "validation_mismatched" })
        {
            File.WriteAllText(Path.Combine(folder, split + ".csv"), "text,label\na b,1\nc d,0\n");
        }

        File.WriteAllText(
            Path.Combine(folder, "README.md"),
            "---\nconfigs:\n- config_name: pairs\n  data_files:\n" + string.Concat(new[] { "train", "validation_matched", "validation_mismatched" }
                .Select(split => $"  - {{split: {split}, path: {split}.csv}}\n")) + "---\n");

        Finished either = Plan();
        Finished named = Plan("--validation_split_name", "validation_mismatched");

        Assert.True(either.Code == 0 && named.Code == 0, either.Errors + named.Errors);
        Assert.Contains(
            "has more than one validation split: \\u0022validation_matched\\u0022 is used, not \\u0022validation_mismatched\\u0022. Name another",
            JsonNode.Parse(either.Output)!.ToJsonString(),
            StringComparison.Ordinal);
        Assert.DoesNotContain("more than one validation split", named.Output, StringComparison.Ordinal);

        Finished Plan(params string[] more) => _command.Run(
            ["plan", "--model_name_or_path", _command.Model, "--dataset_name", folder, "--output_dir", _command.At("pairs-out"), "--do_eval", "--json", .. more]);
    }

    [Fact]
    public void A_plan_knows_the_data_set_too_and_says_what_stands_in_for_validation()
    {
        Finished run = Run("plan", "none", "--train_split_name", "dev", "--do_eval", "--test_split_name", "train", "--json");

        Assert.True(run.Code == 0, run.Errors);
        JsonNode plan = JsonNode.Parse(run.Output)!;
        Assert.Equal(2, (int)plan["splits"]!["train"]!["rows"]!);
        Assert.Equal(12, (int)plan["splits"]!["validation"]!["rows"]!);
        Assert.Contains("has no validation split; its split \\u0022train\\u0022 is used to evaluate", plan.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--train_split_name trian", "(animals) has no split \"trian\"; it has \"train\", \"dev\", \"test\". Did you mean \"train\"? (--train_split_name)")]
    [InlineData("--remove_splits train", "has no split \"train\"; it has \"dev\", \"test\".")]
    [InlineData("--remove_splits dew", "Did you mean \"dev\"? (--remove_splits)")]
    [InlineData("--remove_columns txt", "split train has no column \"txt\"; it has \"idx\", \"text\", \"label\". Did you mean \"text\"? (--remove_columns)")]
    [InlineData("--text_column_names txt", "split train has no column \"txt\"; it has \"idx\", \"text\", \"label\". Did you mean \"text\"? (--text_column_names)")]
    [InlineData("--label_column_name lable", "split train has no column \"lable\"; it has \"idx\", \"text\", \"label\". Did you mean \"label\"? (--label_column_name)")]
    [InlineData("--dataset_config_name animal", "BuilderConfig 'animal' not found. Available: ['animals'].")]
    [InlineData("--train_file x.csv", "contradict each other: leave one out.")]
    public void What_the_data_set_has_not_is_said(string flags, string expected)
    {
        Finished run = Run("train", "refused", flags.Split(' '));

        Assert.Equal(2, run.Code);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_command.At("refused")));
    }

    [Fact]
    public void A_token_is_written_nowhere()
    {
        Finished run = Run("train", "secret", "--token", "hf_secret_token", "--max_steps", "1");

        Assert.True(run.Code == 0, run.Errors);
        Assert.DoesNotContain("hf_secret_token", run.Output + run.Errors, StringComparison.Ordinal);
        Assert.All(
            Directory.EnumerateFiles(_command.At("secret"), "*", SearchOption.AllDirectories),
            file => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf("hf_secret_token"u8) < 0, file));
    }

    private Finished Run(string verb, string output, params string[] flags) => _command.Run(
        [verb, "--model_name_or_path", _command.Model, "--dataset_name", _folder, "--dataset_config_name", "animals", "--no_pad_to_max_length", "--output_dir", _command.At(output), .. flags]);
}
