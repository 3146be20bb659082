namespace FineTune;

/// <summary>ELECTRA with a classifier of whole texts on the first token's hidden state.</summary>
public sealed class ElectraForSequenceClassification : EncoderForSequenceClassification<ElectraForSequenceClassification>
{
    private readonly ClassificationHead _classifier;

    internal ElectraForSequenceClassification(ElectraConfig config)
        : base(new ElectraModel(config)) =>
        _classifier = RegisterModule("classifier", ClassificationHead.Of(config, hidden => Functional.Gelu(hidden)));

    internal override Tensor Classify(Tensor first) => _classifier.Forward(first); // [B, num_labels]
}
