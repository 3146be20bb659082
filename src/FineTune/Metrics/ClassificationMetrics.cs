namespace FineTune;

/// <summary>
/// The metrics the <c>finetune</c> command computes when none are named, ready to be used as <c>ComputeMetrics</c>. The
/// <c>...Batches</c> make the same for <c>batch_eval_metrics</c>, which keep counts instead of predictions.
/// </summary>
public static class ClassificationMetrics
{
    /// <summary>
    /// Gets <c>accuracy</c> and <c>f1</c>: of label 1 where there are two labels, else the mean over the labels that occur in predictions
    /// or references.
    /// </summary>
    /// <param name="prediction">
    /// Scores <c>[N, C]</c> and classes <c>[N]</c>. Where <c>PreprocessLogitsForMetrics</c> made classes <c>[N]</c> of the scores, there are
    /// two labels if none above 1 is among them.
    /// </param>
    public static IReadOnlyDictionary<string, double> SingleLabel(EvalPrediction prediction) => SingleLabelBatches()(prediction, true)!;

    /// <summary>Gets <c>f1_micro</c> and <c>accuracy</c> (all labels of a row right); a label with a score above 0 is predicted.</summary>
    /// <param name="prediction">Scores <c>[N, C]</c> and zeros and ones <c>[N, C]</c>.</param>
    public static IReadOnlyDictionary<string, double> MultiLabel(EvalPrediction prediction) => MultiLabelBatches()(prediction, true)!;

    /// <summary>Gets <c>mse</c>, <c>pearson</c> and <c>spearmanr</c>; rows that are not a number are left out.</summary>
    /// <param name="prediction">Numbers <c>[N, 1]</c> or <c>[N]</c>, and the right ones.</param>
    public static IReadOnlyDictionary<string, double> Regression(EvalPrediction prediction) => RegressionBatches()(prediction, true)!;

    /// <summary>Makes <see cref="SingleLabel(EvalPrediction)"/> for one batch after the other; the result comes with the last.</summary>
    public static Func<EvalPrediction, bool, IReadOnlyDictionary<string, double>?> SingleLabelBatches() => SingleLabelBatches(null);

    /// <summary>Gets what <see cref="SingleLabel(EvalPrediction)"/> does, where it is known how many labels there are.</summary>
    internal static IReadOnlyDictionary<string, double> SingleLabel(EvalPrediction prediction, int labelCount) => SingleLabelBatches(labelCount)(prediction, true)!;

    private static Func<EvalPrediction, bool, IReadOnlyDictionary<string, double>?> SingleLabelBatches(int? labelCount)
    {
        PairCounts counts = new();
        return (prediction, last) =>
        {
            LongTensor labels = prediction.LabelIds as LongTensor ?? throw MetricError.NoLongLabels(prediction.LabelIds);
            MetricInput classes = prediction.Classes();
            for (int row = 0; row < labels.Length; row++)
            {
                counts.Add((long)classes.Values[row], labels[row], 1);
            }

            return last ? Finish(ref counts, all => SingleLabelScores(all, labelCount ?? LabelCount(prediction, all))) : null;
        };
    }

    /// <summary>Makes <see cref="MultiLabel"/> for one batch after the other; the result comes with the last.</summary>
    public static Func<EvalPrediction, bool, IReadOnlyDictionary<string, double>?> MultiLabelBatches()
    {
        EvaluationModule f1 = Evaluate.Load("f1", "multilabel");
        EvaluationModule accuracy = Evaluate.Load("accuracy", "multilabel");
        return (prediction, last) =>
        {
            MetricInput decisions = prediction.LabelsAboveZero();
            f1.AddBatch(decisions, prediction.LabelIds);
            accuracy.AddBatch(decisions, prediction.LabelIds);
            return !last ? null : new OrderedDictionary<string, double>
            {
                ["f1_micro"] = f1.Compute(new MetricOptions { Average = Average.Micro })["f1"],
                ["accuracy"] = accuracy.Compute()["accuracy"],
            };
        };
    }

    /// <summary>Makes <see cref="Regression"/> for one batch after the other; the result comes with the last.</summary>
    public static Func<EvalPrediction, bool, IReadOnlyDictionary<string, double>?> RegressionBatches()
    {
        List<float> predictions = [];
        List<float> references = [];
        return (prediction, last) =>
        {
            predictions.AddRange(prediction.Predictions.Span);
            references.AddRange(prediction.LabelIds is Tensor labels
                ? labels.ToArray()
                : Array.ConvertAll(((LongTensor)prediction.LabelIds).ToArray(), label => (float)label));
            if (!last)
            {
                return null;
            }

            OrderedDictionary<string, double> result = RegressionScores([.. predictions], [.. references]);
            predictions.Clear();
            references.Clear();
            return result;
        };
    }

    private static long LabelCount(EvalPrediction prediction, PairCounts counts) =>
        prediction.Predictions.Shape.Rank > 1 ? prediction.Predictions.Shape[-1] : counts.Classes().Append(1).Max() + 1;

    private static OrderedDictionary<string, double> SingleLabelScores(PairCounts counts, long classCount)
    {
        ClassCounts[] classes = counts.ByClass(classCount == 2 ? [1] : counts.Classes());
        return new OrderedDictionary<string, double>
        {
            ["accuracy"] = counts.Correct / counts.Total,
            ["f1"] = Averaging.Mean([.. classes.Select(one => one.F1(zeroDivision: 0))]),
        };
    }

    private static OrderedDictionary<string, double> RegressionScores(float[] predictions, float[] references)
    {
        if (predictions.Length != references.Length)
        {
            throw MetricError.CountsDiffer(predictions.Length, references.Length);
        }

        double[] x = Array.ConvertAll(predictions, value => (double)value);
        double[] y = Array.ConvertAll(references, value => (double)value);
        return new OrderedDictionary<string, double>
        {
            ["mse"] = PairwiseSum.MeanSquare(predictions, references),
            ["pearson"] = OfPairs(x, y),
            ["spearmanr"] = OfPairs(Correlation.Ranks(x), Correlation.Ranks(y)),
        };
    }

    /// <summary>The correlation of the rows in which both are numbers.</summary>
    private static double OfPairs(double[] x, double[] y)
    {
        int[] rows = [.. Enumerable.Range(0, x.Length).Where(row => !double.IsNaN(x[row]) && !double.IsNaN(y[row]))];
        return Correlation.Pearson(Array.ConvertAll(rows, row => x[row]), Array.ConvertAll(rows, row => y[row]));
    }

    private static OrderedDictionary<string, double> Finish(ref PairCounts counts, Func<PairCounts, OrderedDictionary<string, double>> score)
    {
        PairCounts all = counts;
        counts = new PairCounts();
        return score(all);
    }
}
