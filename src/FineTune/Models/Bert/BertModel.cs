namespace FineTune;

/// <summary>BERT without a head: hidden states of every token, and one vector a text from the pooler.</summary>
public sealed class BertModel : PreTrainedModel
{
    // B batch, T padded length, N packed tokens, C channels.
    internal const string Prefix = "bert";

    private readonly BertEmbeddings _embeddings;
    private readonly BertEncoder _encoder;
    private readonly BertPooler _pooler;

    internal BertModel(BertConfig config)
        : base(config)
    {
        _embeddings = RegisterModule("embeddings", new BertEmbeddings(config));
        _encoder = RegisterModule("encoder", new BertEncoder(config));
        _pooler = RegisterModule("pooler", new BertPooler(config));
    }

    /// <inheritdoc/>
    public override string BaseModelPrefix => Prefix;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ForwardParameters => ["input_ids", "attention_mask", "token_type_ids", "position_ids", "inputs_embeds"];

    /// <inheritdoc/>
    public override bool SupportsNeftune => true;

    internal static ModelFamily Family { get; } = new(
        BertConfig.Type,
        () => new BertConfig(),
        config => new BertModel(config as BertConfig ?? Throw.WrongConfigClass<BertConfig>(nameof(BertModel), config)),
        config => new BertForSequenceClassification(
            config as BertConfig ?? Throw.WrongConfigClass<BertConfig>(nameof(BertForSequenceClassification), config)));

    /// <summary>Loads the model from a folder or from the Hub; it is in evaluation mode.</summary>
    /// <param name="pretrainedModelNameOrPath">A folder with <c>config.json</c> and weights, or a model of the Hub, <c>org/name</c>.</param>
    /// <param name="options">See <see cref="AutoModel.FromPretrained"/>, which also lists the errors.</param>
    public static BertModel FromPretrained(string pretrainedModelNameOrPath, FromPretrainedOptions? options = null) =>
        ModelLoader.FromPretrained(pretrainedModelNameOrPath, options, config => (BertModel)Family.BaseModel(config));

    /// <summary>Loads the model as <see cref="FromPretrained"/> does, without a thread that waits while it is downloaded.</summary>
    /// <param name="pretrainedModelNameOrPath"><inheritdoc cref="FromPretrained" path="/param[@name='pretrainedModelNameOrPath']"/></param>
    /// <param name="options"><inheritdoc cref="FromPretrained" path="/param[@name='options']"/></param>
    /// <param name="cancellationToken">Stops the download.</param>
    public static Task<BertModel> FromPretrainedAsync(
        string pretrainedModelNameOrPath, FromPretrainedOptions? options = null, CancellationToken cancellationToken = default) =>
        ModelLoader.FromPretrainedAsync(
            pretrainedModelNameOrPath, options, config => (BertModel)Family.BaseModel(config), cancellationToken);

    /// <inheritdoc/>
    public override BaseModelOutput Forward(Batch batch) => Forward(batch, outputHiddenStates: Config.OutputHiddenStates);

    /// <summary>Computes the hidden states of a batch.</summary>
    /// <param name="batch"><c>input_ids</c>, and as far as they are wanted <c>attention_mask</c> and <c>token_type_ids</c>.</param>
    /// <param name="outputHiddenStates">Whether to return those after the embeddings and after every layer too.</param>
    public BaseModelOutput Forward(Batch batch, bool outputHiddenStates)
    {
        EncoderInput input = Pack(batch);
        List<Tensor>? states = PackedStates.If(outputHiddenStates);
        Tensor hidden = Encode(input, NeftuneNoiseAlpha, states);
        return new BaseModelOutput
        {
            LastHiddenState = Fused.Unpack(hidden, input.Layout),
            PoolerOutput = Pool(hidden.IndexSelect(input.Layout.FirstRows())),
            HiddenStates = states.Unpack(input.Layout),
        };
    }

    internal EncoderInput Pack(Batch batch) => EncoderInput.Of(batch, Config, ((BertConfig)Config).TypeVocabSize);

    internal Tensor Encode(EncoderInput input, double? neftuneNoiseAlpha, ICollection<Tensor>? hiddenStates) =>
        Encode(input, neftuneNoiseAlpha, hiddenStates, input.Layout); // [N, C]

    /// <summary>The hidden states of each text's first position: the last layer computes no others, unless they are collected.</summary>
    internal Tensor EncodeFirst(EncoderInput input, double? neftuneNoiseAlpha, ICollection<Tensor>? hiddenStates)
    {
        SequenceLayout wanted = hiddenStates is null ? input.Layout.First() : input.Layout;
        Tensor hidden = Encode(input, neftuneNoiseAlpha, hiddenStates, wanted);
        return hiddenStates is null ? hidden : hidden.IndexSelect(input.Layout.FirstRows()); // [B, C]
    }

    internal Tensor Pool(Tensor first) => _pooler.Forward(first); // [B, C]

    private Tensor Encode(EncoderInput input, double? neftuneNoiseAlpha, ICollection<Tensor>? hiddenStates, SequenceLayout wanted) =>
        _encoder.Forward(_embeddings.Forward(input, neftuneNoiseAlpha), input.Layout, hiddenStates, wanted); // [M, C]
}
