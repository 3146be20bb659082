namespace FineTune;

/// <summary>RoBERTa with a classifier of whole texts on the first token's hidden state.</summary>
public sealed class RobertaForSequenceClassification : EncoderForSequenceClassification<RobertaForSequenceClassification>
{
    private readonly ClassificationHead _classifier;

    internal RobertaForSequenceClassification(RobertaConfig config)
        : base(new RobertaModel(config, addPoolingLayer: false)) =>
        _classifier = RegisterModule("classifier", ClassificationHead.Of(config, Functional.Tanh));

    internal override Tensor Classify(Tensor first) => _classifier.Forward(first); // [B, num_labels]
}
