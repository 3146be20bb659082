using FineTune.Autograd;

namespace FineTune;

/// <summary>ModernBERT with a classifier of whole texts on the first token's hidden state, or on the mean of all.</summary>
public sealed class ModernBertForSequenceClassification : EncoderForSequenceClassification<ModernBertForSequenceClassification>
{
    private readonly ModernBertPredictionHead _head;
    private readonly Dropout _drop;
    private readonly bool _takesMean;

    internal ModernBertForSequenceClassification(ModernBertConfig config)
        : base(new ModernBertModel(config))
    {
        _head = RegisterModule("head", new ModernBertPredictionHead(config));
        _drop = RegisterModule("drop", new Dropout(config.ClassifierDropout));
        Classifier = RegisterModule("classifier", new Linear(config.HiddenSize, config.NumLabels));
        _takesMean = config.ClassifierPooling == "mean";
    }

    internal Linear Classifier { get; }

    /// <inheritdoc/>
    protected internal override void InitWeights(Module module, WeightInitializer weights)
    {
        base.InitWeights(module, weights);
        ModernBertWeights.Set(module, weights, (ModernBertConfig)Config);
    }

    internal override Tensor Summarize(EncoderInput input, ICollection<Tensor>? hiddenStates) => _takesMean
        ? SequenceMean.Apply(Model.Encode(input, NeftuneNoiseAlpha, hiddenStates, input.Layout), input.Layout)
        : base.Summarize(input, hiddenStates);

    internal override Tensor Classify(Tensor summary) => Classifier.Forward(_drop.Forward(_head.Forward(summary))); // [B, num_labels]
}
