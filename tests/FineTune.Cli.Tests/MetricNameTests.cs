using System.Text.Json.Nodes;

namespace FineTune.Cli.Tests;

/// <summary>A metric named by <c>--metric_name</c> is computed for the labels there are, or refused before anything is trained.</summary>
public sealed class MetricNameTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    private const string Pairs = "sentence1,sentence2,label";
    private const string Numbers = "text,label\na,0.5\nb,1.25\nc,2\nd,3.5\n";
    private const string ZeroOrOne = "text,label\na,0\nb,1\nc,1\nd,0\n";
    private const string Several = "text,label\na,\"x,y\"\nb,y\nc,z\nd,\"x,z\"\n";

    [Theory]
    [InlineData("f1")]
    [InlineData("precision")]
    [InlineData("recall")]
    [InlineData("roc_auc")]
    [InlineData("log_loss")]
    [InlineData("top_k_accuracy")]
    [InlineData("brier_score")]
    public void Metrics_of_classes_are_computed_for_more_than_two(string metric)
    {
        Finished run = command.Train("three-" + metric, "--validation_file", command.At("dev.csv"), "--do_eval", "--max_steps", "1", "--metric_name", metric);

        Assert.True(run.Code == 0, run.Errors);
        Assert.InRange((double)command.Json("three-" + metric, "eval_results.json")["eval_" + metric]!, 0, 3);
    }

    [Fact]
    public void F1_by_name_is_the_f1_of_a_run_without_a_name()
    {
        string[] flags = ["--validation_file", command.At("dev.csv"), "--do_eval", "--max_steps", "1"];
        Assert.Equal(0, command.Train("unnamed", flags).Code);
        Assert.Equal(0, command.Train("named", [.. flags, "--metric_name", "f1"]).Code);

        Assert.Equal((double)command.Json("unnamed", "eval_results.json")["eval_f1"]!, (double)command.Json("named", "eval_results.json")["eval_f1"]!);
    }

    [Fact]
    public void The_area_under_the_curve_is_that_of_scores_not_of_decisions()
    {
        string file = command.Write("two.csv", "text,label", 24, i => $"{(i % 3 == 0 ? "play a song" : "will it rain")} {i},{i % 2}");

        Finished run = command.Train("two", "--train_file", file, "--test_file", file, "--do_predict", "--max_steps", "1", "--metric_name", "roc_auc");

        Assert.True(run.Code == 0, run.Errors);
        double[] scores = [.. File.ReadLines(command.At("two", "predict_results.jsonl")).Select(line => (double)JsonNode.Parse(line)!["scores"]!["1"]!)];
        double[] labels = [.. Enumerable.Range(0, 24).Select(i => (double)(i % 2))];
        Assert.Equal(Evaluate.Load("roc_auc").Compute(scores, labels)["roc_auc"], (double)command.Json("two", "test_results.json")["test_roc_auc"]!, 12);
    }

    [Theory]
    [InlineData("f1")]
    [InlineData("matthews_correlation")]
    [InlineData("hamming_loss")]
    [InlineData("exact_match")]
    [InlineData("roc_auc")]
    public void Metrics_of_several_labels_a_row_are_computed(string metric)
    {
        string file = command.Write($"several-{metric}.csv", Several);

        Finished run = command.Train(
            "several-" + metric, "--train_file", file, "--validation_file", file, "--do_eval", "--max_steps", "1", "--metric_name", metric);

        Assert.True(run.Code == 0, run.Errors);
        Assert.True(command.Json("several-" + metric, "eval_results.json").ContainsKey("eval_" + metric));
    }

    [Theory]
    [InlineData("--metric_name hamming_loss", "text,label\na,x\nb,y\nc,z\n", "--metric_name hamming_loss: it cannot be computed where a row has one of 3 labels. Name one that can be with --metric_name: accuracy, precision,")]
    [InlineData("--metric_name exact_match", "text,label\na,x\nb,y\nc,z\n", "--metric_name exact_match: it cannot be computed where a row has one of 3 labels.")]
    [InlineData("--metric_name average_precision", "text,label\na,x\nb,y\nc,z\n", "--metric_name average_precision: it cannot be computed where a row has one of 3 labels.")]
    [InlineData("--metric_name average_precision --metric_for_best_model average_precision", "text,label\na,x\nb,y\nc,z\n", "--metric_name average_precision: it cannot be computed where a row has one of 3 labels.")]
    [InlineData("--metric_name confusion_matrix", "text,label\na,x\nb,y\nc,z\n", "--metric_name confusion_matrix: it cannot be one number where a row has one of 3 labels. Name one that can be with --metric_name: accuracy, precision,")]
    [InlineData("--metric_name accuracy", Numbers, "--metric_name accuracy: it cannot be computed where 4 rows have numbers to predict. Name one that can be with --metric_name: pearsonr, spearmanr, mse,")]
    [InlineData("--metric_name pearsonr", "text,label\na,0.5\n", "--metric_name pearsonr: it cannot be computed where the 1 row has numbers to predict. Name one that can be with --metric_name: mse,")]
    [InlineData("--metric_name roc_auc", Numbers, "--metric_name roc_auc: it cannot be computed where 4 rows have numbers to predict.")]
    [InlineData("--metric_name balanced_accuracy", Several, "--metric_name balanced_accuracy: it cannot be computed where a row has several of 3 labels. Name one that can be with --metric_name: accuracy,")]
    [InlineData("--task_name mrpc", Pairs + "\na,b,x\nc,d,y\ne,f,z\n", "--task_name mrpc: its metric cannot be computed where a row has one of 3 labels.")]
    public void What_cannot_be_computed_is_refused_before_training(string flags, string rows, string expected)
    {
        string file = command.Write("refused.csv", rows);
        foreach (string verb in (string[])["plan", "train"])
        {
            Finished run = command.Run(
            [
                verb, "--model_name_or_path", command.Model, "--train_file", file, "--validation_file", file, "--eval_strategy", "epoch",
                "--output_dir", command.At("refused"), .. flags.Split(' '),
            ]);

            Assert.Equal(2, run.Code);
            Assert.StartsWith(expected, Assert.Single(run.Problems), StringComparison.Ordinal);
            Assert.False(Directory.Exists(command.At("refused")));
        }
    }

    [Fact]
    public void A_number_to_predict_may_be_ranked_where_it_is_0_or_1()
    {
        string file = command.Write("ranked.csv", ZeroOrOne);

        Finished run = command.Train("ranked", "--train_file", file, "--validation_file", file, "--do_eval", "--do_regression", "--metric_name", "roc_auc");

        Assert.True(run.Code == 0, run.Errors);
        Assert.True(command.Json("ranked", "eval_results.json").ContainsKey("eval_roc_auc"));
    }
}
