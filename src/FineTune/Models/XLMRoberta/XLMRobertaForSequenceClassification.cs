namespace FineTune;

/// <summary>XLM-RoBERTa with a classifier of whole texts on the first token's hidden state.</summary>
public sealed class XLMRobertaForSequenceClassification : EncoderForSequenceClassification<XLMRobertaForSequenceClassification>
{
    private readonly ClassificationHead _classifier;

    internal XLMRobertaForSequenceClassification(XLMRobertaConfig config)
        : this(config, ClassificationHead.Of(config, Functional.Tanh))
    {
    }

    private XLMRobertaForSequenceClassification(XLMRobertaConfig config, ClassificationHead classifier)
        : base(new XLMRobertaModel(config, addPoolingLayer: false), classifierBefore: classifier) => _classifier = classifier;

    internal override Tensor Classify(Tensor first) => _classifier.Forward(first); // [B, num_labels]
}
