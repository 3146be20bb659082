namespace FineTune.Tests.Metrics;

/// <summary>Areas, probabilities, shares and matrices whose numbers can be counted by hand.</summary>
public sealed class ScoresTests
{
    private static readonly double[][] s_scores = [[0.3, 0.5, 0.2], [0.7, 0.2, 0.1], [0.1, 0.8, 0.1], [0.2, 0.3, 0.5], [0.1, 0.1, 0.8], [0.1, 0.7, 0.2]];

    private static readonly int[][] s_labels = [[1, 1, 0], [1, 1, 0], [0, 1, 0], [0, 0, 1], [0, 1, 1], [1, 0, 1]];

    [Theory]
    [InlineData(Average.Macro, ((7 / 9.0) + (3 / 8.0) + (8.5 / 9)) / 3)]
    [InlineData(Average.Weighted, ((3 * 7 / 9.0) + (4 * 3 / 8.0) + (3 * 8.5 / 9)) / 10)]
    [InlineData(Average.Micro, 58 / 80.0)]
    [InlineData(Average.Samples, (1 + 1 + 1 + 1 + 0.75 + 0) / 6)]
    public void Roc_auc_of_several_labels_is_averaged_as_asked(Average average, double expected) =>
        Assert.Equal(expected, Evaluate.Load("roc_auc", "multilabel").Compute(s_scores, s_labels, new() { Average = average })["roc_auc"], 1e-14);

    [Fact]
    public void Roc_auc_of_several_labels_can_be_given_for_each_and_weighted()
    {
        EvaluationModule module = Evaluate.Load("roc_auc", "multilabel");

        IReadOnlyList<double> areas = module.Compute(s_scores, s_labels, new() { Average = Average.None }).Arrays["roc_auc"];
        IReadOnlyList<double> twice = module.Compute(s_scores, s_labels, new() { Average = Average.None, SampleWeight = [2, 2, 2, 2, 2, 2] }).Arrays["roc_auc"];

        Assert.All(new[] { 7 / 9.0, 3 / 8.0, 8.5 / 9 }.Zip(areas), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
        Assert.All(areas.Zip(twice), pair => Assert.Equal(pair.First, pair.Second, 1e-14));
        Assert.Contains("several labels a row has no Average.Binary", Message(() => module.Compute(s_scores, s_labels, new() { Average = Average.Binary })));
    }

    [Fact]
    public void Roc_auc_counts_weights_and_can_stop_at_a_share_of_false_alarms()
    {
        double[] scores = [0.9, 0.8, 0.7, 0.6];
        double Score(MetricOptions options) => Evaluate.Load("roc_auc").Compute(scores, [1, 0, 1, 0], options)["roc_auc"];

        Assert.Equal(0.75, Score(new()));
        Assert.Equal(((3 * 1.5) + (1 * 0.5)) / (4 * 1.5), Score(new() { SampleWeight = [3, 1, 1, 0.5] }), 1e-14);
        Assert.Equal((1 + ((0.25 - 0.125) / (0.5 - 0.125))) / 2, Score(new() { MaxFpr = 0.5 }), 1e-14);
        Assert.Equal((1 + ((0.125 - 0.03125) / (0.25 - 0.03125))) / 2, Score(new() { MaxFpr = 0.25 }), 1e-14);
        Assert.Contains("MaxFpr is 0; it must be above 0", Message(() => Score(new() { MaxFpr = 0 })));
    }

    [Fact]
    public void Roc_auc_of_classes_against_the_rest_is_that_of_as_many_labels()
    {
        int[] references = [1, 0, 1, 2, 2, 0];
        int[][] indicators = Array.ConvertAll(references, reference => new[] { reference == 0 ? 1 : 0, reference == 1 ? 1 : 0, reference == 2 ? 1 : 0 });
        foreach (Average average in new[] { Average.Macro, Average.Micro, Average.Weighted })
        {
            MetricOptions options = new() { MultiClass = MultiClass.Ovr, Average = average, SampleWeight = [1, 2, 1, 1, 3, 1] };

            double ofClasses = Evaluate.Load("roc_auc", "multiclass").Compute(s_scores, references, options)["roc_auc"];

            Assert.Equal(Evaluate.Load("roc_auc", "multilabel").Compute(s_scores, indicators, options with { MultiClass = null })["roc_auc"], ofClasses);
        }

        Assert.Contains("no SampleWeight for MultiClass.Ovo", Message(() => Evaluate.Load("roc_auc").Compute(s_scores, references, new() { MultiClass = MultiClass.Ovo, SampleWeight = [1, 2, 1, 1, 3, 1] })));
        Assert.Contains("knows no part of the area", Message(() => Evaluate.Load("roc_auc").Compute(s_scores, references, new() { MultiClass = MultiClass.Ovo, MaxFpr = 0.5 })));
    }

    [Fact]
    public void Brier_score_is_the_mean_squared_difference_from_what_came_true()
    {
        double[] probabilities = [0.1, 0.9, 0.8, 0.3];
        double Score(MetricInput scores, int[] references, MetricOptions? options = null) => Evaluate.Load("brier_score").Compute(scores, references, options)["brier_score"];

        Assert.Equal((0.01 + 0.81 + 0.04 + 0.49) / 4, Score(probabilities, [0, 0, 1, 1]), 1e-15);
        Assert.Equal((0.01 + 0.81 + 0.04 + 0.49) / 4, Score(probabilities, [1, 1, 0, 0], new() { PosLabel = 0 }), 1e-15);
        Assert.Equal(((3 * 0.01) + 0.81) / 4, Score(new[] { 0.1, 0.9 }, [0, 0], new() { SampleWeight = [3, 1] }), 1e-15);
        Assert.Equal(0.04 + 0.09 + 0.25, Score(new double[][] { [0.2, 0.3, 0.5] }, [2]), 1e-15);
        Assert.Contains("1.5 is not a probability", Message(() => Score(new[] { 1.5 }, [1])));
    }

    [Theory]
    [InlineData(MatrixNormalization.True, 0.5, 0.5, 0, 1, 0, 0)]
    [InlineData(MatrixNormalization.Pred, 0.5, 1, 0, 0.5, 0, 0)]
    [InlineData(MatrixNormalization.All, 1 / 3.0, 1 / 3.0, 0, 1 / 3.0, 0, 0)]
    public void A_confusion_matrix_can_be_shares_and_nothing_where_there_are_none(
        MatrixNormalization by, double a, double b, double c, double d, double e, double f)
    {
        IReadOnlyList<double> matrix = Evaluate.Load("confusion_matrix")
            .Compute([0, 1, 0], [0, 0, 1], new() { NormalizeMatrix = by, Labels = [0, 1, 7] }).Arrays["confusion_matrix"];

        Assert.Equal([a, b, c, d, e, f, 0, 0, 0], matrix);
    }

    [Fact]
    public void Errors_of_several_columns_can_be_given_for_each()
    {
        double[][] predictions = [[0.5, 1], [-1, 1], [7, -6]];
        double[][] references = [[0.1, 2], [-1, 2], [8, -5]];
        IReadOnlyList<double> Each(string name, string? config, MetricOptions options) =>
            Evaluate.Load(name, config).Compute(predictions, references, options with { MultiOutput = MultiOutput.RawValues }).Arrays[name];

        Assert.Equal([4.125 / 3, 0.4], Each("mape", "multilist", new()).Select(value => Math.Round(value, 14)));
        Assert.Equal((4.125 / 3 + 0.4) / 2, Evaluate.Load("mape").Compute(predictions, references)["mape"], 1e-14);
        Assert.Equal([1.4 / 3, 1], Each("mae", null, new()).Select(value => Math.Round(value, 14)), (x, y) => Math.Abs(x - y) < 1e-13);
        Assert.Equal([Math.Sqrt(1.16 / 3), 1], Each("mse", null, new() { Squared = false }), (x, y) => Math.Abs(x - y) < 1e-13);
        Assert.Equal(1 / 2.220446049250313e-16, Evaluate.Load("mape").Compute([1.0], [0.0])["mape"]);
    }

    [Fact]
    public void R_squared_divides_as_the_references_metric_does()
    {
        Assert.Equal(1 - (0.1 / 4.9), Evaluate.Load("r_squared").Compute([1, 2, 3, 4], [0.9, 2.1, 3.2, 3.8])["r_squared"], 1e-14);
        Assert.Equal(double.NegativeInfinity, Evaluate.Load("r_squared").Compute([1, 2], [2, 2])["r_squared"]);
        Assert.Equal(double.NaN, Evaluate.Load("r_squared").Compute([2, 2], [2, 2])["r_squared"]);
    }

    [Theory]
    [InlineData("roc_auc")]
    [InlineData("average_precision")]
    [InlineData("top_k_accuracy")]
    public void Scores_that_are_not_numbers_have_no_order_whatever_their_place(string metric)
    {
        foreach (double[] scores in new double[][] { [double.NaN, 0.9, 0.1], [0.9, double.NaN, 0.1], [0.9, 0.1, double.NaN] })
        {
            Assert.Equal(double.NaN, Evaluate.Load(metric).Compute(scores, [0, 1, 0])[metric]);
        }

        Assert.Equal(double.NaN, FineTune.Metrics.AveragePrecision(new EvalPrediction(
            Tensor.From([float.NaN, float.NaN, 0.1f, 0.2f], new Shape(2, 2)), new LongTensor([0, 1], new Shape(2))))["average_precision"]);
    }

    [Fact]
    public void Several_labels_a_row_may_have_scores_that_are_not_numbers() =>
        Assert.Equal(double.NaN, Evaluate.Load("roc_auc", "multilabel").Compute(new double[][] { [double.NaN, 0.2], [0.1, 0.9] }, new int[][] { [0, 1], [1, 0] })["roc_auc"]);

    [Fact]
    public void No_class_is_among_the_highest_none() =>
        Assert.Contains("above 0", Message(() => Evaluate.Load("top_k_accuracy").Compute([0.5, 0.1], [1, 0], new() { K = 0 })), StringComparison.Ordinal);

    private static string Message(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
}
