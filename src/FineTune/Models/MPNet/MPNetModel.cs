namespace FineTune;

/// <summary>MPNet without a head: hidden states of every token, and one vector a text from the pooler.</summary>
public sealed class MPNetModel : BertKindModel<MPNetModel>
{
    private static readonly IReadOnlyList<(LayerPart Part, string Name)> LayerNames =
    [
        (LayerPart.Query, "attention.attn.q"),
        (LayerPart.Key, "attention.attn.k"),
        (LayerPart.Value, "attention.attn.v"),
        (LayerPart.AttentionOutput, "attention.attn.o"),
        (LayerPart.AttentionNorm, "attention.LayerNorm"),
        (LayerPart.Widen, "intermediate.dense"),
        (LayerPart.Activation, "intermediate.intermediate_act_fn"),
        (LayerPart.Narrow, "output.dense"),
        (LayerPart.OutputNorm, "output.LayerNorm"),
    ];

    internal MPNetModel(MPNetConfig config, bool addPoolingLayer = true)
        : base(config, Describe(config, addPoolingLayer))
    {
    }

    /// <inheritdoc/>
    public override string BaseModelPrefix => "mpnet";

    internal static ModelFamily Family { get; } = ModelFamily.Of<MPNetConfig, MPNetModel, MPNetForSequenceClassification>(
        config => new MPNetModel(config), config => new MPNetForSequenceClassification(config));

    private static EncoderDescription Describe(MPNetConfig config, bool addPoolingLayer) => new()
    {
        Embeddings = EmbeddingDescription.Of(config, tokenTypes: 0) with { PadTokenId = MPNetConfig.Padding, CountedFrom = MPNetConfig.Padding },
        Layer = LayerDescription.Of(config) with { Names = LayerNames },
        Layers = EncoderDescription.Numbered("encoder.layer", config.NumHiddenLayers),
        RelativeBias = ("encoder.relative_attention_bias", config.RelativeAttentionNumBuckets),
        Pooler = addPoolingLayer ? "pooler.dense" : null,
    };
}
