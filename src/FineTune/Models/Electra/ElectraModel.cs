namespace FineTune;

/// <summary>ELECTRA (the discriminator, or a generator of the same shape) without a head: hidden states of every token.</summary>
public sealed class ElectraModel : BertKindModel<ElectraModel>
{
    internal ElectraModel(ElectraConfig config)
        : base(config, Describe(config))
    {
    }

    /// <inheritdoc/>
    public override string BaseModelPrefix => "electra";

    internal static ModelFamily Family { get; } = ModelFamily.Of<ElectraConfig, ElectraModel, ElectraForSequenceClassification>(
        config => new ElectraModel(config), config => new ElectraForSequenceClassification(config));

    private static EncoderDescription Describe(ElectraConfig config)
    {
        EncoderDescription bert = EncoderDescription.Of(config);
        return bert with
        {
            Embeddings = bert.Embeddings with { Size = config.EmbeddingSize },
            Projection = config.EmbeddingSize == config.HiddenSize ? null : "embeddings_project",
            Pooler = null,
        };
    }
}
