namespace FineTune;

/// <summary>A metric of rows with several labels each, zeros and ones; it keeps counts of every label and of every kind of row.</summary>
internal sealed class MultiLabelModule(
    string name, IReadOnlyList<string> knownOptions, Func<LabelCounts, MetricOptions, MetricResult> compute)
    : EvaluationModule(name)
{
    private LabelCounts? _counts;

    internal override IReadOnlyList<string> KnownOptions => knownOptions;

    internal override void Accumulate(MetricInput predictions, MetricInput references, IReadOnlyList<double>? weights)
    {
        int width = predictions.Width;
        if (width == 0 || references.Width == 0)
        {
            throw MetricError.NotSeveralLabels(Name);
        }

        if (width != references.Width || (_counts is not null && _counts.Width != width))
        {
            throw MetricError.WidthsDiffer(Name, width, _counts?.Width ?? references.Width);
        }

        _counts ??= new LabelCounts(width);
        for (int row = 0; row < predictions.Rows; row++)
        {
            _counts.Add(predictions.Values.Slice(row * width, width), references.Values.Slice(row * width, width), weights?[row] ?? 1, row);
        }
    }

    internal override MetricInput Prepare(EvalPrediction prediction) => prediction.LabelsAboveZero();

    internal override MetricResult Result(MetricOptions options) => compute(_counts!, options);

    internal override void Reset() => _counts = null;
}
