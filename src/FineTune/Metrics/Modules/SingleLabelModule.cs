namespace FineTune;

/// <summary>A metric of rows with one class each; it keeps how often each class was predicted for each.</summary>
internal sealed class SingleLabelModule(
    string name, IReadOnlyList<string> knownOptions, Func<PairCounts, MetricOptions, MetricResult> compute)
    : EvaluationModule(name)
{
    private PairCounts _counts = new();

    internal override IReadOnlyList<string> KnownOptions => knownOptions;

    internal override void Accumulate(MetricInput predictions, MetricInput references, IReadOnlyList<double>? weights)
    {
        if (Math.Max(predictions.Width, references.Width) > 1)
        {
            throw MetricError.NotOneNumber(Name, Math.Max(predictions.Width, references.Width));
        }

        for (int row = 0; row < predictions.Rows; row++)
        {
            _counts.Add(ClassOf(predictions.Values[row], row), ClassOf(references.Values[row], row), weights?[row] ?? 1);
        }
    }

    internal override MetricInput Prepare(EvalPrediction prediction) => prediction.Classes();

    internal override MetricResult Result(MetricOptions options) => compute(_counts, options);

    internal override void Reset() => _counts = new PairCounts();

    private static long ClassOf(double value, int row) =>
        Math.Floor(value) == value && Math.Abs(value) < 1L << 53 ? (long)value : throw MetricError.NotAClass(value, row);
}
