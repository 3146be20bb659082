namespace FineTune;

/// <summary>
/// Loads metrics by name, as the reference's <c>evaluate</c> library does. For one number of a whole evaluation see
/// <see cref="Metrics"/>.
/// </summary>
/// <example><code>
/// MetricResult result = Evaluate.Load("glue", "mrpc").Compute(predictions: [1, 0], references: [1, 1]);   // accuracy, f1
/// </code></example>
public static class Evaluate
{
    /// <summary>Gets the names <see cref="Load"/> knows.</summary>
    public static IReadOnlyList<string> Names => MetricCatalog.Names;

    /// <summary>Makes a metric.</summary>
    /// <param name="path">
    /// <c>accuracy</c>, <c>precision</c>, <c>recall</c>, <c>f1</c>, <c>matthews_correlation</c>, <c>balanced_accuracy</c>,
    /// <c>cohen_kappa</c>, <c>confusion_matrix</c>, <c>exact_match</c> (texts, or several labels a row), <c>hamming_loss</c> (several
    /// labels a row), <c>pearsonr</c>, <c>spearmanr</c>, <c>mse</c>, <c>mae</c>, <c>mape</c>, <c>r2</c>, <c>r_squared</c>, <c>roc_auc</c>,
    /// <c>average_precision</c>, <c>log_loss</c>, <c>top_k_accuracy</c>, <c>brier_score</c>, of texts <c>rouge</c>, <c>bleu</c>,
    /// <c>sacrebleu</c> and <c>chrf</c>, or <c>glue</c>.
    /// </param>
    /// <param name="configName">
    /// Of <c>glue</c> the task (<c>mrpc</c>, ...); of <c>accuracy</c>, <c>precision</c>, <c>recall</c>, <c>f1</c>,
    /// <c>matthews_correlation</c> and <c>roc_auc</c> <c>"multilabel"</c> for several labels a row. Also taken, and not needed:
    /// <c>"multiclass"</c> of roc_auc, <c>"multilist"</c> of mse, mae and mape. Default null: none.
    /// </param>
    /// <remarks>
    /// rouge gives the mean of its rows; the reference the median of a thousand means of rows drawn with NumPy's seed, which is the same
    /// but for chance.
    /// </remarks>
    /// <exception cref="ArgumentException">There is no such metric; the message names the nearest.</exception>
    /// <exception cref="KeyNotFoundException">The metric has no such configuration.</exception>
    public static EvaluationModule Load(string path, string? configName = null) => MetricCatalog.Load(path, configName);

    /// <summary>Joins metrics to one: their numbers in one result. Numbers of the same name get the metric's name in front.</summary>
    /// <param name="evaluations">The names of the metrics.</param>
    /// <param name="forcePrefix">Whether every number gets its metric's name in front. Default false.</param>
    /// <exception cref="ArgumentException">There is none, or one is not known.</exception>
    public static EvaluationModule Combine(IReadOnlyList<string> evaluations, bool forcePrefix = false) =>
        Combine([.. (evaluations ?? throw new ArgumentNullException(nameof(evaluations))).Select(name => Load(name))], forcePrefix);

    /// <summary>Joins metrics to one: their numbers in one result. Numbers of the same name get the metric's name in front.</summary>
    /// <param name="evaluations">The metrics.</param>
    /// <param name="forcePrefix">Whether every number gets its metric's name in front. Default false.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static EvaluationModule Combine(IReadOnlyList<EvaluationModule> evaluations, bool forcePrefix = false)
    {
        ArgumentNullException.ThrowIfNull(evaluations);
        return Join([.. evaluations.Select(module => (module.Name, module))], forcePrefix);
    }

    /// <summary>Joins metrics under names of your own, which stand in front of numbers of the same name.</summary>
    /// <param name="evaluations">The metrics by name.</param>
    /// <param name="forcePrefix">Whether every number gets its metric's name in front. Default false.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static EvaluationModule Combine(IReadOnlyDictionary<string, EvaluationModule> evaluations, bool forcePrefix = false)
    {
        ArgumentNullException.ThrowIfNull(evaluations);
        return Join([.. evaluations.Select(pair => (pair.Key, pair.Value))], forcePrefix);
    }

    private static CombinedModule Join((string Name, EvaluationModule Module)[] modules, bool forcePrefix) =>
        modules.Length == 0 ? throw MetricError.NothingToCombine() : new CombinedModule(modules, forcePrefix);
}
