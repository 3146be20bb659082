namespace FineTune;

/// <summary>MPNet with a classifier of whole texts on the first token's hidden state.</summary>
public sealed class MPNetForSequenceClassification : EncoderForSequenceClassification<MPNetForSequenceClassification>
{
    private readonly ClassificationHead _classifier;

    internal MPNetForSequenceClassification(MPNetConfig config)
        : base(new MPNetModel(config, addPoolingLayer: false)) =>
        _classifier = RegisterModule("classifier", new ClassificationHead(config, config.HiddenDropoutProb, Functional.Tanh));

    internal override Tensor Classify(Tensor first) => _classifier.Forward(first); // [B, num_labels]
}
