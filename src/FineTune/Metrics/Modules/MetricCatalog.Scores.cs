namespace FineTune;

/// <content>Metrics of scores against classes or labels.</content>
internal static partial class MetricCatalog
{
    /// <summary>A metric of how rows are ranked: where a score is not a number there is no order, and the metric is none either.</summary>
    private static Func<double[][], T[], double[], MetricOptions, MetricResult> Ranked<T>(
        string name, Func<double[][], T[], double[], MetricOptions, MetricResult> compute) => (scores, references, weights, options) =>
        Array.Exists(scores, row => row.Contains(double.NaN)) ? new MetricResult(name, double.NaN) : compute(scores, references, weights, options);

    /// <summary>The score of class 1: the only one, or the second of two.</summary>
    private static double[] OfPositive(string name, double[][] scores) =>
        scores[0].Length <= 2 ? Array.ConvertAll(scores, row => row[^1]) : throw MetricError.NeedsTwoClasses(name, scores[0].Length);

    private static bool[] Positive(int[] references) => Array.ConvertAll(references, reference => reference == 1);

    private static MetricResult AveragePrecision(double[][] scores, int[] references, double[] weights, MetricOptions options) =>
        new("average_precision", Ranking.AveragePrecision(OfPositive("average_precision", scores), Positive(references)));

    private static MetricResult RocAuc(double[][] scores, int[] references, double[] weights, MetricOptions options)
    {
        int classes = scores[0].Length;
        double maxFpr = MaxFprOf(options);
        if (classes <= 2)
        {
            return new MetricResult("roc_auc", RocArea.Of(OfPositive("roc_auc", scores), Positive(references), weights, maxFpr));
        }

        if (maxFpr != 1)
        {
            throw MetricError.NoPartialArea();
        }

        return options.MultiClass switch
        {
            null => throw MetricError.NeedsMultiClass(classes),
            MultiClass.Ovr => AgainstRest(scores, references, weights, options),
            _ => TwoByTwo(scores, references, options),
        };
    }

    private static MetricResult AgainstRest(double[][] scores, int[] references, double[] weights, MetricOptions options)
    {
        Average average = options.Average ?? Average.Macro;
        if (average is Average.Binary or Average.Samples)
        {
            throw MetricError.RocAucAverage(average, "several classes");
        }

        bool[][] positive = Array.ConvertAll(references, reference => Enumerable.Range(0, scores[0].Length).Select(id => id == reference).ToArray());
        bool isMissing = average != Average.None && references.Distinct().Count() < scores[0].Length;
        return isMissing ? new MetricResult("roc_auc", double.NaN) : Area(RocArea.OfLabels(scores, positive, weights, average, 1), average);
    }

    private static MetricResult TwoByTwo(double[][] scores, int[] references, MetricOptions options)
    {
        if (options.SampleWeight is not null)
        {
            throw MetricError.NotForPairs(Weight);
        }

        return options.Average is null or Average.Macro or Average.Weighted
            ? new MetricResult("roc_auc", RocArea.OfPairs(scores, references, options.Average == Average.Weighted))
            : throw MetricError.RocAucAverage(options.Average.Value, "classes compared two by two");
    }

    private static MetricResult RocAucOfSeveral(double[][] scores, bool[][] references, double[] weights, MetricOptions options)
    {
        Average average = options.Average ?? Average.Macro;
        return average == Average.Binary
            ? throw MetricError.RocAucAverage(average, "several labels a row")
            : Area(RocArea.OfLabels(scores, references, weights, average, MaxFprOf(options)), average);
    }

    private static MetricResult Area(double[] areas, Average average) =>
        average == Average.None ? new MetricResult("roc_auc", areas) : new MetricResult("roc_auc", areas[0]);

    private static double MaxFprOf(MetricOptions options) => options.MaxFpr switch
    {
        null => 1,
        > 0 and <= 1 => options.MaxFpr.Value,
        _ => throw MetricError.OutOfRange(nameof(MetricOptions.MaxFpr), options.MaxFpr.Value, "above 0 and at most 1"),
    };

    /// <summary>The mean squared difference of probabilities and what came true; of more than two classes summed over them.</summary>
    private static MetricResult BrierScore(double[][] scores, int[] references, double[] weights, MetricOptions options)
    {
        long positive = options.PosLabel ?? 1;
        bool isOfTwo = scores[0].Length <= 2;
        double sum = 0;
        for (int row = 0; row < scores.Length; row++)
        {
            int odd = Array.FindIndex(scores[row], score => !(score is >= 0 and <= 1));
            if (odd >= 0)
            {
                throw MetricError.NotAProbability(scores[row][odd], row);
            }

            sum += weights[row] * (isOfTwo
                ? Square(scores[row][^1] - (references[row] == positive ? 1 : 0))
                : scores[row].Select((score, id) => Square(score - (references[row] == id ? 1 : 0))).Sum());
        }

        return new MetricResult("brier_score", sum / weights.Sum());
    }

    private static double Square(double value) => value * value;

    private static MetricResult LogLoss(double[][] scores, int[] references, double[] weights, MetricOptions options)
    {
        double sum = 0;
        for (int row = 0; row < scores.Length; row++)
        {
            double[] each = scores[row].Length == 1 ? [1 - scores[row][0], scores[row][0]] : scores[row];
            sum += weights[row] * Ranking.LogLoss(each[references[row]]);
        }

        return Share("log_loss", sum, weights.Sum(), options);
    }

    private static MetricResult TopK(double[][] scores, int[] references, double[] weights, MetricOptions options)
    {
        int highest = options.K is null or > 0 ? options.K ?? 2 : throw MetricError.OutOfRange(nameof(MetricOptions.K), options.K.Value, "above 0");
        double sum = 0;
        for (int row = 0; row < scores.Length; row++)
        {
            double[] each = scores[row].Length == 1 ? [-scores[row][0], scores[row][0]] : scores[row];
            sum += Ranking.IsInTop(each, references[row], highest) ? weights[row] : 0;
        }

        return Share("top_k_accuracy", sum, weights.Sum(), options);
    }
}
