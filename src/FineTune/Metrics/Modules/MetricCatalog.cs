namespace FineTune;

/// <summary>Every metric by name.</summary>
internal static partial class MetricCatalog
{
    private const string Multilabel = "multilabel";
    private const string Multilist = "multilist";
    private const string Weight = nameof(MetricOptions.SampleWeight);

    private static readonly string[] s_classOptions =
    [
        nameof(MetricOptions.Average), nameof(MetricOptions.PosLabel), nameof(MetricOptions.Labels), nameof(MetricOptions.ZeroDivision), Weight,
    ];

    private static readonly string[] s_areaOptions = [nameof(MetricOptions.Average), nameof(MetricOptions.MaxFpr), Weight];

    private static readonly OrderedDictionary<string, Func<EvaluationModule>> s_plain = new(StringComparer.Ordinal)
    {
        ["accuracy"] = () => new SingleLabelModule("accuracy", [nameof(MetricOptions.Normalize), Weight], Accuracy),
        ["precision"] = () => ClassModule("precision", (counts, zero) => counts.Precision(zero)),
        ["recall"] = () => ClassModule("recall", (counts, zero) => counts.Recall(zero)),
        ["f1"] = () => ClassModule("f1", (counts, zero) => counts.F1(zero)),
        ["matthews_correlation"] = () => Single("matthews_correlation", Agreement.Matthews),
        ["balanced_accuracy"] = () => Single("balanced_accuracy", Agreement.BalancedAccuracy),
        ["cohen_kappa"] = () => Single("cohen_kappa", Agreement.Kappa),
        ["confusion_matrix"] = () => new SingleLabelModule(
            "confusion_matrix", [nameof(MetricOptions.Labels), nameof(MetricOptions.NormalizeMatrix), Weight], Confusion),
        ["exact_match"] = () => new ExactMatchModule(),
        ["hamming_loss"] = () => Several(
            "hamming_loss", [Weight], (counts, _) => new MetricResult("hamming_loss", counts.Wrong / counts.Total / counts.Width)),
        ["pearsonr"] = () => Numbers("pearsonr", [], severalColumns: false, ("pearsonr", Pearson)),
        ["spearmanr"] = () => Numbers("spearmanr", [], severalColumns: false, ("spearmanr", Spearman)),
        ["mse"] = () => Numbers("mse", [nameof(MetricOptions.Squared), nameof(MetricOptions.MultiOutput), Weight], severalColumns: true, ("mse", Errors.Mse)),
        ["mae"] = () => Numbers("mae", [nameof(MetricOptions.MultiOutput), Weight], severalColumns: true, ("mae", Errors.Mae)),
        ["mape"] = () => Numbers("mape", [nameof(MetricOptions.MultiOutput), Weight], severalColumns: true, ("mape", Errors.Mape)),
        ["r2"] = () => Numbers("r2", [Weight], severalColumns: false, ("r2", Errors.R2)),
        ["r_squared"] = () => Numbers("r_squared", [], severalColumns: false, ("r_squared", Errors.RSquared)),
        ["roc_auc"] = () => new ScoreModule("roc_auc", [nameof(MetricOptions.MultiClass), .. s_areaOptions], Ranked<int>("roc_auc", RocAuc)),
        ["average_precision"] = () => new ScoreModule("average_precision", [], Ranked<int>("average_precision", AveragePrecision)),
        ["log_loss"] = () => new ScoreModule("log_loss", [nameof(MetricOptions.Normalize), Weight], LogLoss),
        ["top_k_accuracy"] = () => new ScoreModule("top_k_accuracy", [nameof(MetricOptions.K), nameof(MetricOptions.Normalize), Weight], Ranked<int>("top_k_accuracy", TopK)),
        ["brier_score"] = () => new ScoreModule("brier_score", [nameof(MetricOptions.PosLabel), Weight], BrierScore),
        ["rouge"] = () => new TextModule("rouge", Rouge.Options, Rouge.Compute),
        ["bleu"] = () => new TextModule("bleu", Bleu.Options, Bleu.Compute),
        ["sacrebleu"] = () => new TextModule("sacrebleu", SacreBleu.Options, SacreBleu.Compute),
        ["chrf"] = () => new TextModule("chrf", ChrF.Options, ChrF.Compute),
    };

    /// <summary>
    /// What a configuration changes, by metric and its name. Those of the reference that say no more than what shape the rows have are
    /// taken, and the metric looks for itself.
    /// </summary>
    private static readonly OrderedDictionary<(string Metric, string Config), Func<EvaluationModule>> s_configured = new()
    {
        [("accuracy", Multilabel)] = () => Several(
            "accuracy", [nameof(MetricOptions.Normalize), Weight], (counts, options) => Share("accuracy", counts.Exact, counts.Total, options)),
        [("precision", Multilabel)] = () => ClassModuleOfSeveral("precision", (counts, zero) => counts.Precision(zero)),
        [("recall", Multilabel)] = () => ClassModuleOfSeveral("recall", (counts, zero) => counts.Recall(zero)),
        [("f1", Multilabel)] = () => ClassModuleOfSeveral("f1", (counts, zero) => counts.F1(zero)),
        [("matthews_correlation", Multilabel)] = () => Several("matthews_correlation", [nameof(MetricOptions.Average), Weight], MatthewsOfSeveral),
        [("roc_auc", "multiclass")] = s_plain["roc_auc"],
        [("roc_auc", Multilabel)] = () => new LabelScoreModule("roc_auc", s_areaOptions, Ranked<bool[]>("roc_auc", RocAucOfSeveral)),
        [("mse", Multilist)] = s_plain["mse"],
        [("mae", Multilist)] = s_plain["mae"],
        [("mape", Multilist)] = s_plain["mape"],
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

        return config is null or "default" ? plain()
            : s_configured.TryGetValue((name, config), out Func<EvaluationModule>? configured) ? configured()
            : throw MetricError.UnknownConfig(
                name, config, ["default", .. s_configured.Keys.Where(key => key.Metric == name).Select(key => key.Config)]);
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

    private static MetricResult Confusion(PairCounts counts, MetricOptions options)
    {
        double[,] matrix = counts.Matrix(options.Labels ?? counts.Classes());
        return new MetricResult("confusion_matrix", Averaging.Normalized(matrix, options.NormalizeMatrix).Cast<double>().ToArray());
    }

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

    private static double[] Pearson(
        ReadOnlySpan<double> predictions, ReadOnlySpan<double> references, ReadOnlySpan<double> weights, int width, MetricOptions options) =>
        predictions.Length < 2 ? throw MetricError.TooFewRows("pearsonr", predictions.Length) : [Correlation.Pearson(predictions, references)];

    private static double[] Spearman(
        ReadOnlySpan<double> predictions, ReadOnlySpan<double> references, ReadOnlySpan<double> weights, int width, MetricOptions options) =>
        predictions.Length < 2 ? throw MetricError.TooFewRows("spearmanr", predictions.Length) : [Correlation.Spearman(predictions, references)];
}
