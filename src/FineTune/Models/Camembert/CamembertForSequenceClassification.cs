namespace FineTune;

/// <summary>CamemBERT with a classifier of whole texts on the first token's hidden state.</summary>
public sealed class CamembertForSequenceClassification : EncoderForSequenceClassification<CamembertForSequenceClassification>
{
    private readonly ClassificationHead _classifier;

    internal CamembertForSequenceClassification(CamembertConfig config)
        : this(config, ClassificationHead.Of(config, Functional.Tanh))
    {
    }

    private CamembertForSequenceClassification(CamembertConfig config, ClassificationHead classifier)
        : base(new CamembertModel(config, addPoolingLayer: false), classifierBefore: classifier) => _classifier = classifier;

    internal override Tensor Classify(Tensor first) => _classifier.Forward(first); // [B, num_labels]
}
