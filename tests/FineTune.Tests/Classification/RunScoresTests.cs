using FineTune.Classification;
using FineTune.Tests.Models;

namespace FineTune.Tests.Classification;

/// <summary>Of each row an evaluation of the command keeps one number, where metrics need no more.</summary>
public sealed class RunScoresTests : IDisposable
{
    private static readonly Tensor s_scores = Tensor.From([0.1f, 2, -1, 3, 0, 3, -2, -3, -1, 1, 2, 0], new Shape(4, 3));
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(null)]
    [InlineData("accuracy")]
    [InlineData("f1")]
    [InlineData("matthews_correlation")]
    public void Classes_are_kept_and_give_the_metrics_that_scores_give(string? metric)
    {
        RunScores scores = new(Preparation(metric));
        LongTensor labels = new([1, 2, 2, 1], new Shape(4));

        Tensor kept = scores.Keep(s_scores, labels);

        Assert.Equal(new Shape(4), kept.Shape);
        Assert.Equal([1, 0, 2, 1], kept.ToArray());
        Assert.Equal(scores.Measure(new EvalPrediction(s_scores, labels)), scores.Measure(new EvalPrediction(kept, labels)));
        Assert.Contains(scores.Measure(new EvalPrediction(kept, labels)).Values, value => value is > 0 and < 1);
    }

    [Fact]
    public void A_metric_of_scores_gets_them_all() => Assert.Same(s_scores, new RunScores(Preparation("roc_auc")).Keep(s_scores, null));

    [Fact]
    public void Rows_that_are_predicted_keep_their_scores()
    {
        RunScores scores = new(Preparation(null));
        scores.BeginPrediction("test");

        Assert.Same(s_scores, scores.Keep(s_scores, null));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("roc_auc")]
    public void A_row_of_a_trained_model_that_is_not_a_number_is_named(string? metric)
    {
        RunScores scores = new(Preparation(metric)) { TrainedBefore = AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder("bert-tiny")) };
        float[] damaged = s_scores.ToArray();
        damaged[7] = float.NegativeInfinity;
        Tensor kept = scores.Keep(Tensor.From(damaged, s_scores.Shape), null);

        RunException error = Assert.Throws<RunException>(() => scores.Measure(new EvalPrediction(kept, new LongTensor([1, 2, 2, 1], new Shape(4)))));

        Assert.Contains("row 2 of ", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private RunPreparation Preparation(string? metric)
    {
        string validation = Path.Combine(_folder.Path, "validation.csv");
        File.WriteAllText(validation, "text,label\nfun,LABEL_0\nbad,LABEL_1\nso,LABEL_2\n");
        return RunPreparation.Of(RunConfiguration.Of(
            new() { ModelNameOrPath = ModelGolden.Folder("bert-tiny"), ValidationFile = validation, MetricName = metric }, new() { DoEval = true, ReportTo = [] }));
    }
}
