using System.Text.Json.Nodes;

namespace FineTune.Cli.Tests;

public sealed class LabelTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    [Theory]
    [InlineData("integers", "a,10\nb,9\nc,2\n", "", "single_label_classification", "2 9 10")]
    [InlineData("texts", "a,b\nb,B\nc,a\n", "", "single_label_classification", "B a b")]
    [InlineData("several", "a,\"x,y\"\nb,y\nc,z\n", "", "multi_label_classification", "x y z")]
    [InlineData("lists", "a,\"[\"\"x, y\"\", \"\"z\"\"]\"\nb,\"[\"\"z\"\"]\"\n", "", "multi_label_classification", "x, y z")]
    [InlineData("whole_cells", "a,\"x,y\"\nb,y\n", "--problem_type single_label_classification", "single_label_classification", "x,y y")]
    [InlineData("fractions", "a,0.5\nb,1.25\nc,2\n", "", "regression", "")]
    [InlineData("asked", "a,1\nb,2\nc,3\n", "--do_regression", "regression", "")]
    [InlineData("overruled", "a,1\nb,2\nc,3\n", "--problem_type regression", "regression", "")]
    [InlineData("first_rows", "a,1\nb,2\nc,3\n", "--max_train_samples 1", "single_label_classification", "1 2 3")]
    public void Labels_are_read_off_the_whole_training_file(string name, string rows, string flags, string problem, string labels)
    {
        string file = command.Write(name + ".csv", "text,label\n" + rows);

        Finished run = command.Run([
            "plan", "--model_name_or_path", command.Model, "--train_file", file, "--output_dir", command.At("none"), "--json",
            .. flags.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Assert.True(run.Code == 0, run.Errors);
        JsonNode plan = JsonNode.Parse(run.Output)!;
        Assert.Equal(problem, (string)plan["problem_type"]!);
        Assert.Equal(labels, string.Join(' ', plan["labels"]!.AsArray().Select(label => (string)label!)));
    }

    [Fact]
    public void Lists_in_json_lines_are_several_labels()
    {
        string file = command.Write("lists.jsonl", "{\"text\": \"a\", \"label\": [\"x\", \"y\"]}\n{\"text\": \"b\", \"label\": [\"z\"]}\n");

        Finished run = command.Train("lists", "--train_file", file, "--validation_file", file, "--do_eval");

        Assert.True(run.Code == 0, run.Errors);
        Assert.True(command.Json("lists", "eval_results.json").ContainsKey("eval_f1_micro"));
        Assert.Equal("multi_label_classification", (string)command.Json("lists", "config.json")["problem_type"]!);
    }

    [Fact]
    public void A_regression_is_trained_evaluated_and_predicted()
    {
        string file = command.Write("numbers.csv", "text,label\na,0.5\nb,1.25\nc,2\nd,3.5\n");

        Finished run = command.Train("numbers", "--train_file", file, "--validation_file", file, "--test_file", file, "--do_eval", "--do_predict");

        Assert.True(run.Code == 0, run.Errors);
        Assert.True(command.Json("numbers", "eval_results.json").ContainsKey("eval_spearmanr"));
        Assert.True(JsonNode.Parse(File.ReadLines(command.At("numbers", "predict_results.jsonl")).First())!.AsObject().ContainsKey("prediction"));
    }

    [Fact]
    public void A_pair_and_a_joined_text_are_different_inputs()
    {
        string file = command.Write("pair.csv", "a,b,label\nx,y,0\nz,w,1\n");
        string[] flags = ["plan", "--model_name_or_path", command.Model, "--train_file", file, "--output_dir", command.At("none"), "--json"];

        double pair = (double)JsonNode.Parse(command.Run(flags).Output)!["splits"]!["train"]!["mean_length"]!;
        double joined = (double)JsonNode.Parse(command.Run([.. flags, "--text_column_delimiter", " "]).Output)!["splits"]!["train"]!["mean_length"]!;

        Assert.Equal((5, 4), (pair, joined));
    }
}
