namespace FineTune;

/// <summary>ALBERT without a head: hidden states of every token, and one vector a text from the pooler.</summary>
public sealed class AlbertModel : BertKindModel<AlbertModel>
{
    private static readonly IReadOnlyList<(LayerPart Part, string Name)> LayerNames =
    [
        (LayerPart.OutputNorm, "full_layer_layer_norm"),
        (LayerPart.Query, "attention.query"),
        (LayerPart.Key, "attention.key"),
        (LayerPart.Value, "attention.value"),
        (LayerPart.AttentionOutput, "attention.dense"),
        (LayerPart.AttentionNorm, "attention.LayerNorm"),
        (LayerPart.Widen, "ffn"),
        (LayerPart.Narrow, "ffn_output"),
        (LayerPart.Activation, "activation"),
    ];

    internal AlbertModel(AlbertConfig config)
        : base(config, Describe(config))
    {
    }

    /// <inheritdoc/>
    public override string BaseModelPrefix => "albert";

    internal static ModelFamily Family { get; } = ModelFamily.Of<AlbertConfig, AlbertModel, AlbertForSequenceClassification>(
        config => new AlbertModel(config), config => new AlbertForSequenceClassification(config));

    private static EncoderDescription Describe(AlbertConfig config) => new()
    {
        Embeddings = EmbeddingDescription.Of(config, config.TypeVocabSize) with { Size = config.EmbeddingSize },
        Projection = "encoder.embedding_hidden_mapping_in",
        Layer = LayerDescription.Of(config) with { Names = LayerNames, OutputDropout = 0 },
        Layers = [.. Enumerable.Range(0, config.NumHiddenLayers).SelectMany(layer => Group(config, layer))],
        Pooler = "pooler",
    };

    /// <summary>The layers that are applied where layer number <paramref name="layer"/> would be.</summary>
    private static IEnumerable<string> Group(AlbertConfig config, int layer)
    {
        int group = (int)(layer / ((double)config.NumHiddenLayers / config.NumHiddenGroups));
        return Enumerable.Range(0, config.InnerGroupNum).Select(inner => $"encoder.albert_layer_groups.{group}.albert_layers.{inner}");
    }
}
