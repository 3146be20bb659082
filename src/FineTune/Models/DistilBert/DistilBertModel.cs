namespace FineTune;

/// <summary>DistilBERT without a head: hidden states of every token.</summary>
public sealed class DistilBertModel : BertKindModel<DistilBertModel>
{
    private const double LayerNormEps = 1e-12;

    private static readonly IReadOnlyList<(LayerPart Part, string Name)> LayerNames =
    [
        (LayerPart.Query, "attention.q_lin"),
        (LayerPart.Key, "attention.k_lin"),
        (LayerPart.Value, "attention.v_lin"),
        (LayerPart.AttentionOutput, "attention.out_lin"),
        (LayerPart.AttentionNorm, "sa_layer_norm"),
        (LayerPart.Widen, "ffn.lin1"),
        (LayerPart.Narrow, "ffn.lin2"),
        (LayerPart.Activation, "ffn.activation"),
        (LayerPart.OutputNorm, "output_layer_norm"),
    ];

    internal DistilBertModel(DistilBertConfig config)
        : base(config, Describe(config))
    {
    }

    /// <inheritdoc/>
    public override string BaseModelPrefix => "distilbert";

    internal static ModelFamily Family { get; } = ModelFamily.Of<DistilBertConfig, DistilBertModel, DistilBertForSequenceClassification>(
        config => new DistilBertModel(config), config => new DistilBertForSequenceClassification(config));

    /// <inheritdoc/>
    protected internal override void InitWeights(Module module, WeightInitializer weights)
    {
        base.InitWeights(module, weights);
        if (module is BertKindEmbeddings embeddings && ((DistilBertConfig)Config).SinusoidalPosEmbds
            && weights.IsFresh(embeddings.PositionEmbeddings.Weight))
        {
            SetSinusoids(embeddings.PositionEmbeddings.Weight);
        }
    }

    private static EncoderDescription Describe(DistilBertConfig config) => new()
    {
        Embeddings = new()
        {
            VocabSize = config.VocabSize,
            Size = config.Dim,
            MaxPositions = config.MaxPositionEmbeddings,
            TokenTypes = 0,
            PadTokenId = config.PadTokenId,
            LayerNormEps = LayerNormEps,
            Dropout = config.Dropout,
        },
        Layer = new()
        {
            Names = LayerNames,
            HiddenSize = config.Dim,
            IntermediateSize = config.HiddenDim,
            Heads = config.NHeads,
            Activation = config.Activation,
            LayerNormEps = LayerNormEps,
            AttentionDropout = config.AttentionDropout,
            AttentionOutputDropout = 0,
            OutputDropout = config.Dropout,
        },
        Layers = EncoderDescription.Numbered("transformer.layer", config.NLayers),
    };

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
