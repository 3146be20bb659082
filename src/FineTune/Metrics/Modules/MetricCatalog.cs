namespace FineTune;

/// <summary>Every metric by name.</summary>
internal static class MetricCatalog
{
    private const string Multilabel = "multilabel";
    private const string Weight = nameof(MetricOptions.SampleWeight);

    private static readonly string[] s_classOptions =
    [
        nameof(MetricOptions.Average), nameof(MetricOptions.PosLabel), nameof(MetricOptions.Labels), nameof(MetricOptions.ZeroDivision), Weight,
    ];

    private static readonly OrderedDictionary<string, Func<EvaluationModule>> s_plain = new(StringComparer.Ordinal)
    {
        ["accuracy"] = () => new SingleLabelModule("accuracy", [nameof(MetricOptions.Normalize), Weight], Accuracy),
        ["precision"] = () => ClassModule("precision", (counts, zero) => counts.Precision(zero)),
        ["recall"] = () => ClassModule("recall", (counts, zero) => counts.Recall(zero)),
        ["f1"] = () => ClassModule("f1", (counts, zero) => counts.F1(zero)),
        ["matthews_correlation"] = () => Single("matthews_correlation", Agreement.Matthews),
        ["balanced_accuracy"] = () => Single("balanced_accuracy", Agreement.BalancedAccuracy),
        ["cohen_kappa"] = () => Single("cohen_kappa", Agreement.Kappa),
        ["confusion_matrix"] = () => new SingleLabelModule("confusion_matrix", [nameof(MetricOptions.Labels), Weight], Confusion),
        ["exact_match"] = () => Several("exact_match", [Weight], (counts, _) => new MetricResult("exact_match", counts.Exact / counts.Total)),
        ["hamming_loss"] = () => Several(
            "hamming_loss", [Weight], (counts, _) => new MetricResult("hamming_loss", counts.Wrong / counts.Total / counts.Width)),
        ["pearsonr"] = () => Numbers("pearsonr", [], severalColumns: false, ("pearsonr", Pearson)),
        ["spearmanr"] = () => Numbers("spearmanr", [], severalColumns: false, ("spearmanr", Spearman)),
        ["mse"] = () => Numbers("mse", [nameof(MetricOptions.Squared), Weight], severalColumns: true, ("mse", Errors.Mse)),
        ["mae"] = () => Numbers("mae", [Weight], severalColumns: true, ("mae", Errors.Mae)),
        ["r2"] = () => Numbers("r2", [Weight], severalColumns: false, ("r2", Errors.R2)),
        ["roc_auc"] = () => new ScoreModule("roc_auc", [nameof(MetricOptions.MultiClass), nameof(MetricOptions.Average)], RocAuc),
        ["average_precision"] = () => new ScoreModule(
            "average_precision",
            [],
            (scores, references, _, _) => Ranking.AveragePrecision(OfPositive("average_precision", scores), Positive(references))),
        ["log_loss"] = () => new ScoreModule("log_loss", [nameof(MetricOptions.Normalize), Weight], LogLoss),
        ["top_k_accuracy"] = () => new ScoreModule("top_k_accuracy", [nameof(MetricOptions.K), nameof(MetricOptions.Normalize), Weight], TopK),
    };

    private static readonly OrderedDictionary<string, Func<EvaluationModule>> s_multilabel = new(StringComparer.Ordinal)
    {
        ["accuracy"] = () => Several(
            "accuracy", [nameof(MetricOptions.Normalize), Weight], (counts, options) => Share("accuracy", counts.Exact, counts.Total, options)),
        ["precision"] = () => ClassModuleOfSeveral("precision", (counts, zero) => counts.Precision(zero)),
        ["recall"] = () => ClassModuleOfSeveral("recall", (counts, zero) => counts.Recall(zero)),
        ["f1"] = () => ClassModuleOfSeveral("f1", (counts, zero) => counts.F1(zero)),
        ["matthews_correlation"] = () => Several("matthews_correlation", [nameof(MetricOptions.Average), Weight], MatthewsOfSeveral),
    };

    private static readonly OrderedDictionary<string, Func<EvaluationModule>> s_glue = new(StringComparer.Ordinal)
    {
        ["cola"] = () => Single("glue", Agreement.Matthews, "matthews_correlation"),
        ["stsb"] = () => Numbers("glue", [], severalColumns: false, ("pearson", Pearson), ("spearmanr", Spearman)),
        ["mrpc"] = AccuracyAndF1,
        ["qqp"] = AccuracyAndF1,
    };

    private static readonly string[] s_glueAccuracy = ["sst2", "mnli", "mnli_mismatched", "mnli_matched", "qnli", "rte", "wnli", "hans"];

    public static IReadOnlyList<string> Names { get; } = [.. s_plain.Keys, "glue"];

    public static EvaluationModule Load(string name, string? config)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == "glue")
        {
            return Glue(config);
        }

        if (!s_plain.TryGetValue(name, out Func<EvaluationModule>? plain))
        {
            throw MetricError.UnknownMetric(name, Names);
        }

        return config switch
        {
            null or "default" => plain(),
            Multilabel when s_multilabel.TryGetValue(name, out Func<EvaluationModule>? several) => several(),
            _ => throw MetricError.UnknownConfig(name, config, s_multilabel.ContainsKey(name) ? ["default", Multilabel] : ["default"]),
        };
    }

    private static EvaluationModule Glue(string? task) =>
        task is not null && s_glue.TryGetValue(task, out Func<EvaluationModule>? make) ? make()
        : s_glueAccuracy.Contains(task) ? new SingleLabelModule("glue", [], Accuracy)
        : throw MetricError.UnknownConfig("glue", task, [.. s_glue.Keys, .. s_glueAccuracy]);

    private static SingleLabelModule AccuracyAndF1() => new("glue", [], (counts, options) =>
    {
        MetricResult result = Accuracy(counts, options);
        result.Add(new ClassScore("f1", (one, zero) => one.F1(zero)).Of(counts, options), key => key);
        return result;
    });

    private static SingleLabelModule ClassModule(string name, Func<ClassCounts, double, double> score) =>
        new(name, s_classOptions, new ClassScore(name, score).Of);

    private static MultiLabelModule ClassModuleOfSeveral(string name, Func<ClassCounts, double, double> score) => new(
        name, [.. s_classOptions.Where(option => option != nameof(MetricOptions.PosLabel))], new ClassScore(name, score).Of);

    private static SingleLabelModule Single(string name, Func<PairCounts, double> compute, string? key = null) => new(
        name, key is null ? [Weight] : [], (counts, _) => new MetricResult(key ?? name, compute(counts)));

    private static MultiLabelModule Several(
        string name, IReadOnlyList<string> options, Func<LabelCounts, MetricOptions, MetricResult> compute) => new(name, options, compute);

    private static NumberModule Numbers(
        string name, IReadOnlyList<string> options, bool severalColumns, params (string Key, NumberMetric Compute)[] metrics) =>
        new(name, options, metrics, severalColumns);

    private static MetricResult Accuracy(PairCounts counts, MetricOptions options) => Share("accuracy", counts.Correct, counts.Total, options);

    private static MetricResult Share(string name, double part, double total, MetricOptions options) =>
        new(name, options.Normalize ?? true ? part / total : part);

    private static MetricResult Confusion(PairCounts counts, MetricOptions options) =>
        new("confusion_matrix", counts.Matrix(options.Labels ?? counts.Classes()).Cast<double>().ToArray());

    private static MetricResult MatthewsOfSeveral(LabelCounts counts, MetricOptions options)
    {
        double[] scores = [.. counts.Pairs.Select(Agreement.Matthews)];
        return options.Average switch
        {
            null or Average.None => new MetricResult("matthews_correlation", scores),
            Average.Macro => new MetricResult("matthews_correlation", Averaging.Mean(scores)),
            _ => throw MetricError.MatthewsAverage(options.Average.Value),
        };
    }

    private static double Pearson(
        ReadOnlySpan<double> predictions, ReadOnlySpan<double> references, ReadOnlySpan<double> weights, int width, MetricOptions options) =>
        predictions.Length < 2 ? throw MetricError.TooFewRows("pearsonr", predictions.Length) : Correlation.Pearson(predictions, references);

    private static double Spearman(
        ReadOnlySpan<double> predictions, ReadOnlySpan<double> references, ReadOnlySpan<double> weights, int width, MetricOptions options) =>
        predictions.Length < 2 ? throw MetricError.TooFewRows("spearmanr", predictions.Length) : Correlation.Spearman(predictions, references);

    /// <summary>The score of class 1: the only one, or the second of two.</summary>
    private static double[] OfPositive(string name, double[][] scores) =>
        scores[0].Length <= 2 ? Array.ConvertAll(scores, row => row[^1]) : throw MetricError.NeedsTwoClasses(name, scores[0].Length);

    private static bool[] Positive(int[] references) => Array.ConvertAll(references, reference => reference == 1);

    private static double RocAuc(double[][] scores, int[] references, double[] weights, MetricOptions options)
    {
        if (scores[0].Length <= 2)
        {
            return Ranking.RocAuc(OfPositive("roc_auc", scores), Positive(references));
        }

        return options switch
        {
            { MultiClass: null } => throw MetricError.NeedsMultiClass(scores[0].Length),
            { Average: null or Average.Macro or Average.Weighted } =>
                Ranking.RocAuc(scores, references, options.MultiClass.Value, options.Average == Average.Weighted),
            _ => throw MetricError.RocAucAverage(options.Average.Value),
        };
    }

    private static double LogLoss(double[][] scores, int[] references, double[] weights, MetricOptions options)
    {
        double sum = 0;
        for (int row = 0; row < scores.Length; row++)
        {
            double[] each = scores[row].Length == 1 ? [1 - scores[row][0], scores[row][0]] : scores[row];
            sum += weights[row] * Ranking.LogLoss(each[references[row]]);
        }

        return options.Normalize ?? true ? sum / weights.Sum() : sum;
    }

    private static double TopK(double[][] scores, int[] references, double[] weights, MetricOptions options)
    {
        double sum = 0;
        for (int row = 0; row < scores.Length; row++)
        {
            double[] each = scores[row].Length == 1 ? [-scores[row][0], scores[row][0]] : scores[row];
            sum += Ranking.IsInTop(each, references[row], options.K ?? 2) ? weights[row] : 0;
        }

        return options.Normalize ?? true ? sum / weights.Sum() : sum;
    }
}
