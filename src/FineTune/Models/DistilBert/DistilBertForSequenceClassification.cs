namespace FineTune;

/// <summary>DistilBERT with a classifier of whole texts on the first token's hidden state.</summary>
public sealed class DistilBertForSequenceClassification : EncoderForSequenceClassification<DistilBertForSequenceClassification>
{
    private readonly Linear _preClassifier;
    private readonly Linear _classifier;
    private readonly Dropout _dropout;

    internal DistilBertForSequenceClassification(DistilBertConfig config)
        : base(new DistilBertModel(config))
    {
        _preClassifier = RegisterModule("pre_classifier", new Linear(config.Dim, config.Dim));
        _classifier = RegisterModule("classifier", new Linear(config.Dim, config.NumLabels));
        _dropout = RegisterModule("dropout", new Dropout(config.SeqClassifDropout));
    }

    internal override Tensor Classify(Tensor first)
    {
        Tensor hidden = Functional.Relu(_preClassifier.Forward(first)); // [B, C]
        return _classifier.Forward(_dropout.Forward(hidden));           // [B, num_labels]
    }
}
