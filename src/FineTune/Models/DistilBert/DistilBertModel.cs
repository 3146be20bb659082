namespace FineTune;

/// <summary>DistilBERT without a head: hidden states of every token.</summary>
public sealed class DistilBertModel : PreTrainedModel
{
    // B batch, T padded length, N packed tokens, C channels.
    internal const string Prefix = "distilbert";

    private readonly DistilBertEmbeddings _embeddings;
    private readonly DistilBertTransformer _transformer;

    internal DistilBertModel(DistilBertConfig config)
        : base(config)
    {
        _embeddings = RegisterModule("embeddings", new DistilBertEmbeddings(config));
        _transformer = RegisterModule("transformer", new DistilBertTransformer(config));
    }

    /// <inheritdoc/>
    public override string BaseModelPrefix => Prefix;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ForwardParameters => ["input_ids", "attention_mask", "inputs_embeds", "position_ids"];

    /// <inheritdoc/>
    public override bool SupportsNeftune => true;

    internal static ModelFamily Family { get; } = new(
        DistilBertConfig.Type,
        () => new DistilBertConfig(),
        config => new DistilBertModel(config as DistilBertConfig ?? Throw.WrongConfigClass<DistilBertConfig>(nameof(DistilBertModel), config)),
        config => new DistilBertForSequenceClassification(
            config as DistilBertConfig ?? Throw.WrongConfigClass<DistilBertConfig>(nameof(DistilBertForSequenceClassification), config)));

    /// <summary>Loads the model from a folder or from the Hub; it is in evaluation mode.</summary>
    /// <param name="pretrainedModelNameOrPath">A folder with <c>config.json</c> and weights, or a model of the Hub, <c>org/name</c>.</param>
    /// <param name="options">See <see cref="AutoModel.FromPretrained"/>, which also lists the errors.</param>
    public static DistilBertModel FromPretrained(string pretrainedModelNameOrPath, FromPretrainedOptions? options = null) =>
        ModelLoader.FromPretrained(pretrainedModelNameOrPath, options, config => (DistilBertModel)Family.BaseModel(config));

    /// <summary>Loads the model as <see cref="FromPretrained"/> does, without a thread that waits while it is downloaded.</summary>
    /// <param name="pretrainedModelNameOrPath"><inheritdoc cref="FromPretrained" path="/param[@name='pretrainedModelNameOrPath']"/></param>
    /// <param name="options"><inheritdoc cref="FromPretrained" path="/param[@name='options']"/></param>
    /// <param name="cancellationToken">Stops the download.</param>
    public static Task<DistilBertModel> FromPretrainedAsync(
        string pretrainedModelNameOrPath, FromPretrainedOptions? options = null, CancellationToken cancellationToken = default) =>
        ModelLoader.FromPretrainedAsync(
            pretrainedModelNameOrPath, options, config => (DistilBertModel)Family.BaseModel(config), cancellationToken);

    /// <inheritdoc/>
    public override BaseModelOutput Forward(Batch batch) => Forward(batch, outputHiddenStates: Config.OutputHiddenStates);

    /// <summary>Computes the hidden states of a batch.</summary>
    /// <param name="batch"><c>input_ids</c>, and if it is wanted <c>attention_mask</c>; there are no token types.</param>
    /// <param name="outputHiddenStates">Whether to return those after the embeddings and after every layer too.</param>
    public BaseModelOutput Forward(Batch batch, bool outputHiddenStates)
    {
        EncoderInput input = Pack(batch);
        List<Tensor>? states = PackedStates.If(outputHiddenStates);
        Tensor hidden = Encode(input, NeftuneNoiseAlpha, states);
        return new BaseModelOutput
        {
            LastHiddenState = Fused.Unpack(hidden, input.Layout),
            HiddenStates = states.Unpack(input.Layout),
        };
    }

    internal EncoderInput Pack(Batch batch) => EncoderInput.Of(batch, Config, tokenTypes: 0);

    internal Tensor Encode(EncoderInput input, double? neftuneNoiseAlpha, ICollection<Tensor>? hiddenStates) =>
        Encode(input, neftuneNoiseAlpha, hiddenStates, input.Layout); // [N, C]

    /// <summary>The hidden states of each text's first position: the last layer computes no others, unless they are collected.</summary>
    internal Tensor EncodeFirst(EncoderInput input, double? neftuneNoiseAlpha, ICollection<Tensor>? hiddenStates)
    {
        SequenceLayout wanted = hiddenStates is null ? input.Layout.First() : input.Layout;
        Tensor hidden = Encode(input, neftuneNoiseAlpha, hiddenStates, wanted);
        return hiddenStates is null ? hidden : hidden.IndexSelect(input.Layout.FirstRows()); // [B, C]
    }

    /// <inheritdoc/>
    protected internal override void InitWeights(Module module, WeightInitializer weights)
    {
        base.InitWeights(module, weights);
        if (module is DistilBertEmbeddings embeddings && ((DistilBertConfig)Config).SinusoidalPosEmbds
            && weights.IsFresh(embeddings.PositionEmbeddings.Weight))
        {
            SetSinusoids(embeddings.PositionEmbeddings.Weight);
        }
    }

    private Tensor Encode(EncoderInput input, double? neftuneNoiseAlpha, ICollection<Tensor>? hiddenStates, SequenceLayout wanted) =>
        _transformer.Forward(_embeddings.Forward(input, neftuneNoiseAlpha), input.Layout, hiddenStates, wanted); // [M, C]

    /// <summary>Sines in even columns, cosines in odd ones, their wavelengths a geometric series up to 10000 times two pi.</summary>
    private static void SetSinusoids(Parameter positions)
    {
        int width = positions.Shape[1];
        Span<float> values = positions.Span;
        for (int i = 0; i < values.Length; i++)
        {
            int column = i % width;
            double angle = i / width / Math.Pow(10000, 2.0 * (column / 2) / width);
            values[i] = (float)(column % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
        }
    }
}
