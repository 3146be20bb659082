namespace FineTune;

/// <summary>
/// The share of rows that are right altogether: texts, as the reference's metric of this name has them, or rows of several labels each.
/// </summary>
internal sealed class ExactMatchModule() : TextModule("exact_match", [.. ExactMatch.Options, nameof(MetricOptions.SampleWeight)], ExactMatch.Compute)
{
    private readonly MultiLabelModule _labels = new(
        "exact_match", [], (counts, _) => new MetricResult("exact_match", counts.Exact / counts.Total));

    private bool? _isOfTexts;

    internal override bool IsOfTextsOnly => false;

    internal override void Accumulate(IReadOnlyList<TextRow> rows)
    {
        RequireOneKind(texts: true);
        base.Accumulate(rows);
    }

    internal override void Accumulate(MetricInput predictions, MetricInput references, IReadOnlyList<double>? weights)
    {
        if (predictions.Width == 0)
        {
            throw MetricError.NeitherTextsNorLabels(Name);
        }

        RequireOneKind(texts: false);
        _labels.Accumulate(predictions, references, weights);
    }

    internal override MetricInput Prepare(EvalPrediction prediction) => _labels.Prepare(prediction);

    internal override MetricResult Result(MetricOptions options) => _isOfTexts == true ? base.Result(options)
        : options.Given().FirstOrDefault(option => ExactMatch.Options.Contains(option)) is { } option
            ? throw MetricError.OptionOfTexts(Name, option)
            : _labels.Result(options);

    internal override void Reset()
    {
        base.Reset();
        _labels.Reset();
        _isOfTexts = null;
    }

    private void RequireOneKind(bool texts) =>
        _isOfTexts = (_isOfTexts ?? texts) == texts ? texts : throw MetricError.TextsAndNumbers(Name);
}
