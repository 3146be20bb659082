namespace FineTune;

/// <summary>BERT with a classifier of whole texts on the pooler's vector.</summary>
public sealed class BertForSequenceClassification : PreTrainedModel
{
    private readonly BertModel _bert;
    private readonly Dropout _dropout;
    private readonly Linear _classifier;

    internal BertForSequenceClassification(BertConfig config)
        : base(config)
    {
        _bert = RegisterModule(BertModel.Prefix, new BertModel(config));
        _dropout = RegisterModule("dropout", new Dropout(config.ClassifierDropout ?? config.HiddenDropoutProb));
        _classifier = RegisterModule("classifier", new Linear(config.HiddenSize, config.NumLabels));
    }

    /// <inheritdoc/>
    public override string BaseModelPrefix => BertModel.Prefix;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ForwardParameters => [.. _bert.ForwardParameters, "labels"];

    /// <inheritdoc/>
    public override bool SupportsNeftune => true;

    /// <summary>Loads the model from a folder or from the local cache; it is in evaluation mode.</summary>
    /// <param name="pretrainedModelNameOrPath">A folder with <c>config.json</c> and weights, or the id of a model in the local cache.</param>
    /// <param name="options">See <see cref="AutoModelForSequenceClassification.FromPretrained"/>, which also lists the errors.</param>
    public static BertForSequenceClassification FromPretrained(string pretrainedModelNameOrPath, FromPretrainedOptions? options = null) =>
        ModelLoader.FromPretrained(
            pretrainedModelNameOrPath, options, config => (BertForSequenceClassification)BertModel.Family.SequenceClassifier(config));

    /// <summary>Computes the logits <c>[B, num_labels]</c> of a batch, and the loss when it has labels.</summary>
    /// <param name="batch">
    /// <c>input_ids</c>, and as far as they are wanted <c>attention_mask</c>, <c>token_type_ids</c> and <c>labels</c>.
    /// </param>
    /// <exception cref="ArgumentException">An id or a label is out of range, the batch too long, or shapes do not fit.</exception>
    public override SequenceClassifierOutput Forward(Batch batch)
    {
        EncoderInput input = _bert.Pack(batch);
        List<Tensor>? states = PackedStates.If(Config.OutputHiddenStates);
        Tensor pooled = _bert.Pool(_bert.EncodeFirst(input, NeftuneNoiseAlpha, states)); // [B, C]
        Tensor logits = _classifier.Forward(_dropout.Forward(pooled)); // [B, num_labels]
        return new()
        {
            Logits = logits,
            HiddenStates = states.Unpack(input.Layout),
            Loss = SequenceClassification.Loss(this, logits, batch),
        };
    }
}
