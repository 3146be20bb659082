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

    /// <summary>Loads the model from a folder or from the Hub; it is in evaluation mode.</summary>
    /// <param name="pretrainedModelNameOrPath">A folder with <c>config.json</c> and weights, or a model of the Hub, <c>org/name</c>.</param>
    /// <param name="options">See <see cref="AutoModelForSequenceClassification.FromPretrained"/>, which also lists the errors.</param>
    public static BertForSequenceClassification FromPretrained(string pretrainedModelNameOrPath, FromPretrainedOptions? options = null) =>
        ModelLoader.FromPretrained(
            pretrainedModelNameOrPath, options, config => (BertForSequenceClassification)BertModel.Family.SequenceClassifier(config));

    /// <summary>Loads the model as <see cref="FromPretrained"/> does, without a thread that waits while it is downloaded.</summary>
    /// <param name="pretrainedModelNameOrPath"><inheritdoc cref="FromPretrained" path="/param[@name='pretrainedModelNameOrPath']"/></param>
    /// <param name="options"><inheritdoc cref="FromPretrained" path="/param[@name='options']"/></param>
    /// <param name="cancellationToken">Stops the download.</param>
    public static Task<BertForSequenceClassification> FromPretrainedAsync(
        string pretrainedModelNameOrPath, FromPretrainedOptions? options = null, CancellationToken cancellationToken = default) =>
        ModelLoader.FromPretrainedAsync(
            pretrainedModelNameOrPath, options, config => (BertForSequenceClassification)BertModel.Family.SequenceClassifier(config), cancellationToken);

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
