namespace FineTune.Tests.Metrics;

public sealed class EvaluateTests
{
    [Fact]
    public void Rows_added_one_by_one_in_batches_or_at_once_give_the_same()
    {
        EvaluationModule f1 = Evaluate.Load("f1");

        f1.Add(1, 1);
        f1.AddBatch([0, 1], [0, 0]);
        double first = f1.Compute([1, 0], [1, 1])["f1"];

        Assert.Equal(first, Evaluate.Load("f1").Compute([1, 0, 1, 1, 0], [1, 0, 0, 1, 1])["f1"]);
        Assert.Equal(0, f1.Count);
        Assert.Contains("f1 has nothing to compute from", Assert.Throws<InvalidOperationException>(() => f1.Compute()).Message);
    }

    [Theory]
    [InlineData("cola", "matthews_correlation")]
    [InlineData("stsb", "pearson,spearmanr")]
    [InlineData("mrpc", "accuracy,f1")]
    [InlineData("qqp", "accuracy,f1")]
    [InlineData("sst2", "accuracy")]
    [InlineData("mnli_mismatched", "accuracy")]
    [InlineData("hans", "accuracy")]
    public void Every_GLUE_task_has_its_metrics(string task, string keys) =>
        Assert.Equal(keys, string.Join(',', Evaluate.Load("glue", task).Compute([1, 0, 1], [1, 0, 0]).Keys));

    [Fact]
    public void Unknown_names_are_answered_with_the_nearest()
    {
        Assert.Contains("Did you mean \"accuracy\"?", Message<ArgumentException>(() => Evaluate.Load("acuracy")));
        Assert.Contains("Did you mean \"mrpc\"?", Message<KeyNotFoundException>(() => Evaluate.Load("glue", "mprc")));
        Assert.Contains("\"glue\" needs a configuration", Message<KeyNotFoundException>(() => Evaluate.Load("glue")));
        Assert.Contains("it has default, multilabel", Message<KeyNotFoundException>(() => Evaluate.Load("f1", "multi")));
    }

    [Fact]
    public void Every_metric_loads_under_its_name_and_gives_a_number_under_it()
    {
        foreach (string name in Evaluate.Names.Except(["glue", "confusion_matrix", "exact_match", "hamming_loss", "rouge", "bleu", "sacrebleu", "chrf"]))
        {
            MetricInput predictions = name is "roc_auc" or "average_precision" or "log_loss" or "top_k_accuracy" or "brier_score" ? new[] { 0.75, 0.25, 0.5 } : new[] { 1.0, 0, 1 };
            Assert.Equal([name], Evaluate.Load(name).Compute(predictions, [1, 0, 0]).Keys);
        }
    }

    [Fact]
    public void An_option_a_metric_does_not_know_is_refused()
    {
        Assert.Contains("accuracy knows no option Average; it knows Normalize, SampleWeight", Message<ArgumentException>(() => Evaluate.Load("accuracy").Compute([1], [1], new() { Average = Average.Macro })));
        Assert.Contains("pearsonr knows no option SampleWeight; it knows none", Message<ArgumentException>(() => Evaluate.Load("pearsonr").Compute([1, 2], [1, 2], new() { SampleWeight = [1, 1] })));
    }

    [Fact]
    public void More_than_two_classes_need_another_average()
    {
        string message = Message<ArgumentException>(() => Evaluate.Load("f1").Compute([0, 1, 2], [0, 1, 2]));

        Assert.StartsWith("Target is multiclass but average='binary'. Please choose another average setting, one of [None, 'micro', 'macro', 'weighted']", message);
        Assert.Contains("pos_label=1 is not a valid label. It should be one of [0, 2]", Message<ArgumentException>(() => Evaluate.Load("f1").Compute([0, 2], [0, 2])));
        Assert.Equal(0, Evaluate.Load("f1").Compute([0, 0], [0, 0])["f1"]);
        Assert.Equal(1, Evaluate.Load("f1").Compute([5, 3], [5, 3], new() { PosLabel = 5 })["f1"]);
    }

    [Fact]
    public void Averages_go_over_the_union_of_classes_or_over_those_named()
    {
        MetricInput predictions = new[] { 0, 2, 2, 1 };
        MetricInput references = new[] { 0, 0, 2, 3 };
        double F1(MetricOptions options) => Evaluate.Load("f1").Compute(predictions, references, options)["f1"];

        Assert.Equal(((2.0 / 3) + 0 + (2.0 / 3) + 0) / 4, F1(new() { Average = Average.Macro }), 1e-15);
        Assert.Equal(2.0 / 3, F1(new() { Average = Average.Macro, Labels = [2, 0] }), 1e-15);
        Assert.Equal(0.5, F1(new() { Average = Average.Micro }));
        Assert.Equal(4.0 / 6, F1(new() { Average = Average.Micro, Labels = [0, 2] }), 1e-15);
        Assert.Equal([2.0 / 3, 0, 0], Evaluate.Load("f1").Compute(predictions, references, new() { Average = Average.None, Labels = [2, 9, 1] }).Arrays["f1"]);
    }

    [Theory]
    [InlineData(0, 0, 0.25)]
    [InlineData(1, 1, 0.75)]
    [InlineData(double.NaN, double.NaN, 0.5)]
    public void Dividing_by_zero_gives_what_is_asked_for(double zero, double ofTwo, double macro)
    {
        MetricOptions options = new() { Average = Average.None, ZeroDivision = zero };

        IReadOnlyList<double> precision = Evaluate.Load("precision").Compute([0, 0], [0, 2], options).Arrays["precision"];

        Assert.Equal([0.5, ofTwo], precision);
        Assert.Equal(macro, Evaluate.Load("precision").Compute([0, 0], [0, 2], options with { Average = Average.Macro })["precision"]);
    }

    [Fact]
    public void Degenerate_input_gives_what_scikit_learn_and_scipy_give()
    {
        Assert.Equal(0, Evaluate.Load("matthews_correlation").Compute([1, 1], [1, 0])["matthews_correlation"]);
        Assert.Equal(double.NaN, Evaluate.Load("cohen_kappa").Compute([1, 1], [1, 1])["cohen_kappa"]);
        Assert.Equal(0.25, Evaluate.Load("balanced_accuracy").Compute([0, 1, 2, 2], [0, 0, 0, 0])["balanced_accuracy"]);
        Assert.Equal(double.NaN, Evaluate.Load("pearsonr").Compute([0.1, 0.1, 0.1], [1, 2, 3])["pearsonr"]);
        Assert.Equal(double.NaN, Evaluate.Load("spearmanr").Compute([1, 2, 3], [7, 7, 7])["spearmanr"]);
        Assert.Equal(double.NaN, Evaluate.Load("roc_auc").Compute([0.1, 0.9], [1, 1])["roc_auc"]);
        Assert.Equal(0, Evaluate.Load("average_precision").Compute([0.1, 0.9], [0, 0])["average_precision"]);
        Assert.Equal([1.0, 0.0], new[] { 0.0, 1 }.Select(shift => Evaluate.Load("r2").Compute([5 + shift, 5 + shift], [5, 5])["r2"]));
        Assert.Equal(double.NaN, Evaluate.Load("r2").Compute([1], [1])["r2"]);
        Assert.Contains("needs at least 2 rows", Message<ArgumentException>(() => Evaluate.Load("pearsonr").Compute([1], [1])));
        Assert.Equal(36.04365338911715, Evaluate.Load("log_loss").Compute([0.0], [1])["log_loss"], 1e-12);
    }

    [Fact]
    public void Weights_and_counts_are_heeded()
    {
        Assert.Equal(0.75, Evaluate.Load("accuracy").Compute([1, 0], [1, 1], new() { SampleWeight = [3, 1] })["accuracy"]);
        Assert.Equal(2, Evaluate.Load("accuracy").Compute([1, 0, 1], [1, 1, 1], new() { Normalize = false })["accuracy"]);
        Assert.Equal(3, Evaluate.Load("mse").Compute([1, 2], [1, 4], new() { SampleWeight = [1, 3] })["mse"]);
        double[][] predictions = [[1, 2], [0, 4]];
        double[][] references = [[0, 0], [1, 4]];
        Assert.Equal((1 + Math.Sqrt(2)) / 2, Evaluate.Load("mse").Compute(predictions, references, new() { Squared = false })["mse"], 1e-15);
        Assert.Contains("SampleWeight belongs to rows", Message<InvalidOperationException>(() => Evaluate.Load("accuracy").Compute(new MetricOptions { SampleWeight = [1] })));
        Assert.Contains("There are 1 sample weights but 2 rows", Message<ArgumentException>(() => Evaluate.Load("accuracy").Compute([1, 0], [1, 1], new() { SampleWeight = [1] })));
    }

    [Fact]
    public void Input_of_the_wrong_kind_is_refused_with_advice()
    {
        Assert.Contains("There are 2 predictions but 1 references", Message<ArgumentException>(() => Evaluate.Load("accuracy").Compute([1, 0], [1])));
        Assert.Contains("Row 1: 0.5 is not a class number", Message<ArgumentException>(() => Evaluate.Load("accuracy").Compute([1, 0.5], [1, 0])));
        Assert.Contains("a row has 2. Take the class with the highest score", Message<ArgumentException>(() => Evaluate.Load("accuracy").Compute(new int[][] { [1, 0] }, [1])));
        Assert.Contains("Row 0, label 1: 2 is neither 0 nor 1", Message<ArgumentException>(() => Evaluate.Load("f1", "multilabel").Compute(new int[][] { [1, 2] }, new int[][] { [1, 0] })));
        Assert.Contains("Target is multilabel-indicator but average='binary'", Message<ArgumentException>(() => Evaluate.Load("f1", "multilabel").Compute(new int[][] { [1, 0] }, new int[][] { [1, 0] }, new() { Average = Average.Binary })));
        Assert.Contains("Row 0: class 3 has no score", Message<ArgumentException>(() => Evaluate.Load("top_k_accuracy").Compute(new double[][] { [0.1, 0.2, 0.7] }, [3])));
        Assert.Contains("Pass MultiClass.Ovr", Message<ArgumentException>(() => Evaluate.Load("roc_auc").Compute(new double[][] { [0.1, 0.2, 0.7] }, [2])));
        Assert.Contains("Row 1 has 1 numbers but row 0 has 2", Message<ArgumentException>(() => Evaluate.Load("f1", "multilabel").Compute(new int[][] { [1, 0], [1] }, [1, 0])));
    }

    [Fact]
    public void Combined_metrics_keep_their_names_unless_two_are_the_same()
    {
        Assert.Equal(["accuracy", "f1", "precision"], Evaluate.Combine(["accuracy", "f1", "precision"]).Compute([1, 0], [1, 1]).Keys);
        Assert.Equal(["accuracy_accuracy", "f1_f1"], Evaluate.Combine(["accuracy", "f1"], forcePrefix: true).Compute([1, 0], [1, 1]).Keys);
        Assert.Equal(["f1_0_f1", "f1_1_f1", "accuracy"], Evaluate.Combine(["f1", "f1", "accuracy"]).Compute([1, 0], [1, 1]).Keys);
        Dictionary<string, EvaluationModule> named = new() { ["a"] = Evaluate.Load("glue", "mrpc"), ["b"] = Evaluate.Load("accuracy") };
        Assert.Equal(["a_accuracy", "f1", "b_accuracy"], Evaluate.Combine(named).Compute([1, 0], [1, 1]).Keys);
        Assert.Contains("accuracy+f1 knows no option Average", Message<ArgumentException>(() => Evaluate.Combine(["accuracy", "f1"]).Compute([1], [1], new() { Average = Average.Macro })));
        Assert.Equal(["precision", "recall"], Evaluate.Combine(["precision", "recall"]).Compute([1, 0, 2], [1, 1, 2], new() { Average = Average.Macro }).Keys);
        Assert.Throws<ArgumentException>(() => Evaluate.Combine(Array.Empty<string>()));
    }

    [Fact]
    public void Counts_do_not_grow_with_the_rows()
    {
        EvaluationModule module = Evaluate.Combine([Evaluate.Load("accuracy"), Evaluate.Load("f1")]);
        int[] ones = [.. Enumerable.Repeat(1, 10_000)];
        module.AddBatch(ones, ones);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 10; i++)
        {
            module.Add(1, 1);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4000);
        Assert.Equal(1, module.Compute()["f1"]);
    }

    private static string Message<T>(Func<object?> action)
        where T : Exception => Assert.Throws<T>(action).Message;
}
