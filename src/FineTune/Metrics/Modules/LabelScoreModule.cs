namespace FineTune;

/// <summary>A metric of a score for each of several labels a row, against zeros and ones; it keeps them.</summary>
internal sealed class LabelScoreModule(
    string name, IReadOnlyList<string> knownOptions, Func<double[][], bool[][], double[], MetricOptions, MetricResult> compute)
    : EvaluationModule(name)
{
    private readonly List<double[]> _scores = [];
    private readonly List<bool[]> _references = [];
    private readonly List<double> _weights = [];

    internal override IReadOnlyList<string> KnownOptions => knownOptions;

    internal override void Accumulate(MetricInput predictions, MetricInput references, IReadOnlyList<double>? weights)
    {
        int width = predictions.Width;
        if (width == 0 || references.Width == 0)
        {
            throw MetricError.NotSeveralLabels(Name);
        }

        if (width != references.Width || (_scores.Count > 0 && _scores[0].Length != width))
        {
            throw MetricError.WidthsDiffer(Name, width, _scores.Count > 0 ? _scores[0].Length : references.Width);
        }

        for (int row = 0; row < predictions.Rows; row++)
        {
            double[] digits = references.Values.Slice(row * width, width).ToArray();
            int odd = Array.FindIndex(digits, digit => digit is not (0 or 1));
            _references.Add(odd < 0 ? Array.ConvertAll(digits, digit => digit == 1) : throw MetricError.NotBinaryDigit(digits[odd], row, odd));
            _scores.Add(predictions.Values.Slice(row * width, width).ToArray());
            _weights.Add(weights?[row] ?? 1);
        }
    }

    /// <summary>The scores as they are: any function that rises with them ranks the same.</summary>
    internal override MetricInput Prepare(EvalPrediction prediction) => prediction.Predictions;

    internal override MetricResult Result(MetricOptions options) => compute([.. _scores], [.. _references], [.. _weights], options);

    internal override void Reset()
    {
        _scores.Clear();
        _references.Clear();
        _weights.Clear();
    }
}
