namespace FineTune;

/// <summary>BERT with a classifier of whole texts on the pooler's vector.</summary>
public sealed class BertForSequenceClassification : EncoderForSequenceClassification<BertForSequenceClassification>
{
    private readonly Dropout _dropout;
    private readonly Linear _classifier;

    internal BertForSequenceClassification(BertConfig config)
        : base(new BertModel(config))
    {
        _dropout = RegisterModule("dropout", new Dropout(config.ClassifierDropout ?? config.HiddenDropoutProb));
        _classifier = RegisterModule("classifier", new Linear(config.HiddenSize, config.NumLabels));
    }

    internal override Tensor Classify(Tensor first) => _classifier.Forward(_dropout.Forward(Model.Pool(first)!)); // [B, num_labels]
}
