namespace FineTune;

/// <summary>DistilBERT with a classifier of whole texts on the first token's hidden state.</summary>
public sealed class DistilBertForSequenceClassification : PreTrainedModel
{
    private readonly DistilBertModel _distilbert;
    private readonly Linear _preClassifier;
    private readonly Linear _classifier;
    private readonly Dropout _dropout;

    internal DistilBertForSequenceClassification(DistilBertConfig config)
        : base(config)
    {
        _distilbert = RegisterModule(DistilBertModel.Prefix, new DistilBertModel(config));
        _preClassifier = RegisterModule("pre_classifier", new Linear(config.Dim, config.Dim));
        _classifier = RegisterModule("classifier", new Linear(config.Dim, config.NumLabels));
        _dropout = RegisterModule("dropout", new Dropout(config.SeqClassifDropout));
    }

    /// <inheritdoc/>
    public override string BaseModelPrefix => DistilBertModel.Prefix;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ForwardParameters => [.. _distilbert.ForwardParameters, "labels"];

    /// <inheritdoc/>
    public override bool SupportsNeftune => true;

    /// <summary>Loads the model from a folder or from the Hub; it is in evaluation mode.</summary>
    /// <param name="pretrainedModelNameOrPath">A folder with <c>config.json</c> and weights, or a model of the Hub, <c>org/name</c>.</param>
    /// <param name="options">See <see cref="AutoModelForSequenceClassification.FromPretrained"/>, which also lists the errors.</param>
    public static DistilBertForSequenceClassification FromPretrained(string pretrainedModelNameOrPath, FromPretrainedOptions? options = null) =>
        ModelLoader.FromPretrained(
            pretrainedModelNameOrPath,
            options,
            config => (DistilBertForSequenceClassification)DistilBertModel.Family.SequenceClassifier(config));

    /// <summary>Loads the model as <see cref="FromPretrained"/> does, without a thread that waits while it is downloaded.</summary>
    /// <param name="pretrainedModelNameOrPath"><inheritdoc cref="FromPretrained" path="/param[@name='pretrainedModelNameOrPath']"/></param>
    /// <param name="options"><inheritdoc cref="FromPretrained" path="/param[@name='options']"/></param>
    /// <param name="cancellationToken">Stops the download.</param>
    public static Task<DistilBertForSequenceClassification> FromPretrainedAsync(
        string pretrainedModelNameOrPath, FromPretrainedOptions? options = null, CancellationToken cancellationToken = default) =>
        ModelLoader.FromPretrainedAsync(
            pretrainedModelNameOrPath, options, config => (DistilBertForSequenceClassification)DistilBertModel.Family.SequenceClassifier(config), cancellationToken);

    /// <summary>Computes the logits <c>[B, num_labels]</c> of a batch, and the loss when it has labels.</summary>
    /// <param name="batch"><c>input_ids</c>, and as far as they are wanted <c>attention_mask</c> and <c>labels</c>.</param>
    /// <exception cref="ArgumentException">An id or a label is out of range, the batch too long, or shapes do not fit.</exception>
    public override SequenceClassifierOutput Forward(Batch batch)
    {
        EncoderInput input = _distilbert.Pack(batch);
        List<Tensor>? states = PackedStates.If(Config.OutputHiddenStates);
        Tensor first = _distilbert.EncodeFirst(input, NeftuneNoiseAlpha, states);     // [B, C]
        Tensor hidden = Functional.Relu(_preClassifier.Forward(first));               // [B, C]
        Tensor logits = _classifier.Forward(_dropout.Forward(hidden));               // [B, num_labels]
        return new()
        {
            Logits = logits,
            HiddenStates = states.Unpack(input.Layout),
            Loss = SequenceClassification.Loss(this, logits, batch),
        };
    }
}
