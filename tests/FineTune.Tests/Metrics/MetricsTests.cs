namespace FineTune.Tests.Metrics;

public sealed class MetricsTests
{
    private static readonly EvalPrediction s_two = new(
        Tensor.From([2, 1, 0, 3, 1, 1, -1, 2], new Shape(4, 2)), new LongTensor([0, 1, 1, 0], new Shape(4)));

    private static readonly EvalPrediction s_several = new(
        Tensor.From([1, -1, 0.5f, 0, 2, -3], new Shape(2, 3)), Tensor.From([1, 0, 0, 0, 1, 0], new Shape(2, 3)));

    private static readonly EvalPrediction s_numbers = new(Tensor.From([1, 2, 4], new Shape(3, 1)), Tensor.From([1, 3, 3], new Shape(3)));

    [Fact]
    public void The_highest_score_decides_the_first_of_several_that_are_equal()
    {
        Assert.Equal([0, 1, 0, 1], s_two.ArgMax().ToArray());
        Assert.Equal("[0 1 0 1]", s_two.ArgMax().ToString());
        Assert.Equal([1], new EvalPrediction(Tensor.From([1, float.NaN, 5], new Shape(1, 3)), new LongTensor([0], new Shape(1))).ArgMax().ToArray());
        Assert.Equal([1, 0], new EvalPrediction(Tensor.From([0, 1, 1, 0], new Shape(1, 2, 2)), new LongTensor([0], new Shape(1))).ArgMax().ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)] // A third label, of which the mean is taken too.
    public void Classes_that_were_made_of_scores_before_give_the_same_metrics(int most)
    {
        LongTensor labels = new([0, 1, most, 0], new Shape(4));
        Tensor scores = Tensor.From([.. new[] { 0, 1, most, 1 }.SelectMany(id => Enumerable.Range(0, most + 1).Select(label => label == id ? 1f : 0))], new Shape(4, most + 1));

        IReadOnlyDictionary<string, double> metrics = ClassificationMetrics.SingleLabel(new EvalPrediction(Tensor.From([0, 1, most, 1], new Shape(4)), labels));

        Assert.Equal(ClassificationMetrics.SingleLabel(new EvalPrediction(scores, labels)), metrics);
        Assert.Equal(0.75, metrics["accuracy"]);
    }

    [Fact]
    public void A_prediction_comes_apart_into_scores_and_labels()
    {
        var (logits, labels) = s_two;

        Assert.Same(s_two.Predictions, logits);
        Assert.Same(s_two.LabelIds, labels);
    }

    [Fact]
    public void A_prediction_of_which_only_the_loss_was_kept_has_no_highest_score()
    {
        PredictionOutput scored = new(s_two.Predictions, s_two.LabelIds, new LogEntry());

        Assert.Equal([0, 1, 0, 1], scored.ArgMax().ToArray());
        Assert.Throws<InvalidOperationException>(() => new PredictionOutput(null, s_two.LabelIds, new LogEntry()).ArgMax());
    }

    [Fact]
    public void What_predict_returned_comes_apart_and_prints_its_shapes()
    {
        PredictionOutput output = new(s_two.Predictions, s_two.LabelIds, new LogEntry { ["test_loss"] = 0.5 });

        (Tensor logits, TensorBase labels, LogEntry metrics) = output;

        Assert.Equal((s_two.Predictions, s_two.LabelIds, output.Metrics), (logits, labels, metrics));
        Assert.Equal("PredictionOutput(predictions: (4, 2), label_ids: (4), metrics: {'test_loss': 0.5})", output.ToString());
    }

    [Fact]
    public void Metrics_take_a_models_scores()
    {
        Assert.Equal(0.5, FineTune.Metrics.Accuracy(s_two)["accuracy"]);
        Assert.Equal(0.5, FineTune.Metrics.F1(s_two)["f1"]);
        Assert.Equal(0.5, FineTune.Metrics.Precision(s_two, Average.Macro)["precision"]);
        Assert.Equal(0.5, FineTune.Metrics.Recall(s_two, posLabel: 0)["recall"]);
        Assert.Equal(0, FineTune.Metrics.MatthewsCorrelation(s_two)["matthews_correlation"]);
        Assert.Equal(0.5, FineTune.Metrics.BalancedAccuracy(s_two)["balanced_accuracy"]);
        Assert.Equal(0, FineTune.Metrics.CohenKappa(s_two)["cohen_kappa"]);
        Assert.Equal(0.625, FineTune.Metrics.RocAuc(s_two)["roc_auc"]);
        Assert.Equal(1, FineTune.Metrics.TopKAccuracy(s_two)["top_k_accuracy"]);
        Assert.Equal(0.75, FineTune.Metrics.TopKAccuracy(s_two, k: 1)["top_k_accuracy"]);
        double expected = (Math.Log(1 + Math.Exp(-1)) + Math.Log(1 + Math.Exp(-3)) + Math.Log(2) + Math.Log(1 + Math.Exp(3))) / 4;
        Assert.Equal(expected, FineTune.Metrics.LogLoss(s_two)["log_loss"], 1e-14);
        Assert.Equal(0.25 + (1.0 / 3), FineTune.Metrics.AveragePrecision(s_two)["average_precision"], 1e-15);
    }

    [Fact]
    public void Rows_of_zeros_and_ones_make_it_several_labels()
    {
        Assert.Equal(0.5, FineTune.Metrics.Accuracy(s_several)["accuracy"]);
        Assert.Equal(0.8, FineTune.Metrics.F1(s_several, Average.Micro)["f1"]);
        Assert.Equal([1, 1, 0], FineTune.Metrics.F1(s_several).Arrays["f1"]);
        Assert.Contains("read result.Arrays[\"f1\"]", Assert.Throws<KeyNotFoundException>(() => FineTune.Metrics.F1(s_several)["f1"]).Message);
    }

    [Fact]
    public void Numbers_have_metrics_of_their_own()
    {
        Assert.Equal(2.0 / 3, FineTune.Metrics.Mse(s_numbers)["mse"], 1e-15);
        Assert.Equal(Math.Sqrt(2.0 / 3), FineTune.Metrics.Mse(s_numbers, squared: false)["mse"], 1e-15);
        Assert.Equal(2.0 / 3, FineTune.Metrics.Mae(s_numbers)["mae"], 1e-15);
        Assert.Equal(0.25, FineTune.Metrics.R2(s_numbers)["r2"], 1e-15);
        Assert.Equal(Math.Sqrt(4.0 / 7), FineTune.Metrics.Pearson(s_numbers)["pearsonr"], 1e-14);
        Assert.Equal(Math.Sqrt(0.75), FineTune.Metrics.Spearman(s_numbers)["spearmanr"], 1e-14);
        Assert.Contains("For regression use Metrics.Mse", Assert.Throws<ArgumentException>(() => FineTune.Metrics.Accuracy(s_numbers)).Message);
    }

    [Fact]
    public void A_metric_is_usable_as_ComputeMetrics()
    {
        Func<EvalPrediction, IReadOnlyDictionary<string, double>> compute = prediction => FineTune.Metrics.Accuracy(prediction);

        Assert.Equal(0.5, compute(s_two)["accuracy"]);
    }

    [Fact]
    public void A_module_takes_batches_for_batch_eval_metrics()
    {
        Func<EvalPrediction, bool, IReadOnlyDictionary<string, double>?> compute =
            Evaluate.Combine(["accuracy", "f1"]).ToBatchMetrics(new MetricOptions());

        Assert.Null(compute(s_two, false));
        Assert.Equal(0.5, compute(s_two, true)!["f1"]);
        Assert.Equal(0.625, Evaluate.Load("roc_auc").ToBatchMetrics()(s_two, true)!["roc_auc"]);
        Assert.Equal(2.0 / 3, Evaluate.Load("mse").ToBatchMetrics()(s_numbers, true)!["mse"], 1e-15);
    }

    [Fact]
    public void A_confusion_matrix_has_a_row_for_each_right_class()
    {
        ConfusionMatrix matrix = FineTune.Metrics.ConfusionMatrix(new EvalPrediction(
            Tensor.From([1, 0, 0, 1, 0, 1], new Shape(3, 2)), new LongTensor([0, 0, 1], new Shape(3))));

        Assert.Equal([0, 1], matrix.Labels);
        Assert.Equal(1, matrix[0, 1]);
        Assert.Equal(new[,] { { 1, 1 }, { 0, 1 } }, matrix.ToArray());
        Assert.Equal("  0 1\n0 1 1\n1 0 1\n", matrix.ToString());
        Assert.Equal("     no yes\n no   1   1\nyes   0   1\n", matrix.ToString(id => id == 0 ? "no" : "yes"));
    }
}
