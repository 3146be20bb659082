namespace FineTune;

/// <summary>Scores of how far predictions and references agree beyond chance.</summary>
internal static class Agreement
{
    /// <summary>Matthews' correlation of any number of classes (R_K); 0 when one side has a single class.</summary>
    public static double Matthews(PairCounts counts)
    {
        ClassCounts[] classes = counts.ByClass(counts.Classes());
        double both = classes.Sum(one => one.Predicted * one.Referenced);
        double predicted = classes.Sum(one => one.Predicted * one.Predicted);
        double referenced = classes.Sum(one => one.Referenced * one.Referenced);
        double total = counts.Total * counts.Total;
        double product = (total - predicted) * (total - referenced);
        return product == 0 ? 0 : ((counts.Correct * counts.Total) - both) / Math.Sqrt(product);
    }

    /// <summary>Cohen's kappa; not a number when both sides have the same single class.</summary>
    public static double Kappa(PairCounts counts)
    {
        double expected = counts.ByClass(counts.Classes()).Sum(one => one.Predicted * one.Referenced) / counts.Total;
        return (counts.Correct - expected) / (counts.Total - expected);
    }

    /// <summary>The mean of the recall of every class that is the right one somewhere.</summary>
    public static double BalancedAccuracy(PairCounts counts) =>
        Averaging.Mean([.. counts.ByClass(counts.Classes()).Select(one => one.Recall(double.NaN))]);
}
