namespace FineTune;

/// <summary>A metric of scores against classes, such as the area under the ROC curve, which keeps them.</summary>
internal sealed class ScoreModule(
    string name, IReadOnlyList<string> knownOptions, Func<double[][], int[], double[], MetricOptions, MetricResult> compute)
    : EvaluationModule(name)
{
    private readonly List<double[]> _scores = [];
    private readonly List<int> _references = [];
    private readonly List<double> _weights = [];

    internal override IReadOnlyList<string> KnownOptions => knownOptions;

    internal override void Accumulate(MetricInput predictions, MetricInput references, IReadOnlyList<double>? weights)
    {
        int width = Math.Max(1, predictions.Width);
        if (references.Width > 1)
        {
            throw MetricError.NotOneNumber(Name, references.Width);
        }

        if (_scores.Count > 0 && _scores[0].Length != width)
        {
            throw MetricError.WidthsDiffer(Name, width, _scores[0].Length);
        }

        for (int row = 0; row < predictions.Rows; row++)
        {
            double reference = references.Values[row];
            if (Math.Floor(reference) != reference || reference < 0 || reference >= Math.Max(2, width))
            {
                throw Math.Floor(reference) == reference
                    ? MetricError.ClassOutOfRange((long)reference, row, Math.Max(2, width))
                    : MetricError.NotAClass(reference, row);
            }

            _scores.Add(predictions.Values.Slice(row * width, width).ToArray());
            _references.Add((int)reference);
            _weights.Add(weights?[row] ?? 1);
        }
    }

    internal override MetricInput Prepare(EvalPrediction prediction) => prediction.Probabilities(Name);

    internal override MetricResult Result(MetricOptions options) => compute([.. _scores], [.. _references], [.. _weights], options);

    internal override void Reset()
    {
        _scores.Clear();
        _references.Clear();
        _weights.Clear();
    }
}
