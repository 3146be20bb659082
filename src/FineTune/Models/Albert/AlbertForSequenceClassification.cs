namespace FineTune;

/// <summary>ALBERT with a classifier of whole texts on the pooler's vector.</summary>
public sealed class AlbertForSequenceClassification : EncoderForSequenceClassification<AlbertForSequenceClassification>
{
    private readonly Dropout _dropout;
    private readonly Linear _classifier;

    internal AlbertForSequenceClassification(AlbertConfig config)
        : base(new AlbertModel(config))
    {
        _dropout = RegisterModule("dropout", new Dropout(config.ClassifierDropoutProb));
        _classifier = RegisterModule("classifier", new Linear(config.HiddenSize, config.NumLabels));
    }

    internal override Tensor Classify(Tensor first) => _classifier.Forward(_dropout.Forward(Model.Pool(first)!)); // [B, num_labels]
}
