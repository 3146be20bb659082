namespace FineTune;

/// <summary>A metric of texts, which keeps them: how they are split into words is said only when it is computed.</summary>
internal class TextModule(
    string name, IReadOnlyList<string> knownOptions, Func<IReadOnlyList<TextRow>, MetricOptions, MetricResult> compute)
    : EvaluationModule(name)
{
    private readonly List<TextRow> _rows = [];

    internal override IReadOnlyList<string> KnownOptions => knownOptions;

    internal override bool IsOfTextsOnly => true;

    internal override void Accumulate(IReadOnlyList<TextRow> rows) => _rows.AddRange(rows);

    internal override void Accumulate(MetricInput predictions, MetricInput references, IReadOnlyList<double>? weights) =>
        throw MetricError.OfTexts(Name);

    internal override MetricInput Prepare(EvalPrediction prediction) => throw MetricError.OfTexts(Name);

    internal override MetricResult Result(MetricOptions options) => compute(_rows, options);

    internal override void Reset() => _rows.Clear();
}
