namespace FineTune;

/// <summary>How often a class was predicted, was right, and both.</summary>
internal readonly record struct ClassCounts(double TruePositives, double Predicted, double Referenced)
{
    public static ClassCounts operator +(ClassCounts left, ClassCounts right) =>
        new(left.TruePositives + right.TruePositives, left.Predicted + right.Predicted, left.Referenced + right.Referenced);

    public double Precision(double zeroDivision) => Divide(TruePositives, Predicted, zeroDivision);

    public double Recall(double zeroDivision) => Divide(TruePositives, Referenced, zeroDivision);

    /// <summary><c>2·TP / (2·TP + FP + FN)</c>.</summary>
    public double F1(double zeroDivision) => Divide(2 * TruePositives, Predicted + Referenced, zeroDivision);

    private static double Divide(double numerator, double denominator, double zeroDivision) =>
        denominator == 0 ? zeroDivision : numerator / denominator;
}
