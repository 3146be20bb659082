using System.Runtime.InteropServices;

namespace FineTune;

/// <summary>Computes a metric of numbers from all of them, one for each of a row's <paramref name="width"/> numbers.</summary>
internal delegate double[] NumberMetric(
    ReadOnlySpan<double> predictions, ReadOnlySpan<double> references, ReadOnlySpan<double> weights, int width, MetricOptions options);

/// <summary>A metric of numbers, which keeps them: ranks and means in two passes need all.</summary>
internal sealed class NumberModule(
    string name, IReadOnlyList<string> knownOptions, IReadOnlyList<(string Key, NumberMetric Compute)> metrics, bool severalColumns)
    : EvaluationModule(name)
{
    private readonly List<double> _predictions = [];
    private readonly List<double> _references = [];
    private readonly List<double> _weights = [];
    private int _width;

    internal override IReadOnlyList<string> KnownOptions => knownOptions;

    internal override void Accumulate(MetricInput predictions, MetricInput references, IReadOnlyList<double>? weights)
    {
        int width = Math.Max(1, predictions.Width);
        if (width != Math.Max(1, references.Width) || (_width != 0 && _width != width))
        {
            throw MetricError.WidthsDiffer(Name, width, _width == 0 ? references.Width : _width);
        }

        if (width > 1 && !severalColumns)
        {
            throw MetricError.NotOneNumber(Name, width);
        }

        _width = width;
        _predictions.AddRange(predictions.Values);
        _references.AddRange(references.Values);
        _weights.AddRange(weights ?? [.. Enumerable.Repeat(1.0, predictions.Rows)]);
    }

    internal override MetricInput Prepare(EvalPrediction prediction) => prediction.Predictions;

    internal override MetricResult Result(MetricOptions options)
    {
        MetricResult result = new();
        foreach ((string key, NumberMetric compute) in metrics)
        {
            double[] scores = compute(
                CollectionsMarshal.AsSpan(_predictions), CollectionsMarshal.AsSpan(_references), CollectionsMarshal.AsSpan(_weights), _width, options);
            _ = options.MultiOutput == MultiOutput.RawValues ? result.With(key, scores) : result.With(key, scores.Average());
        }

        return result;
    }

    internal override void Reset()
    {
        _width = 0;
        _predictions.Clear();
        _references.Clear();
        _weights.Clear();
    }
}
