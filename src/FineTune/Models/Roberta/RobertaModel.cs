namespace FineTune;

/// <summary>RoBERTa without a head: hidden states of every token, and one vector a text from the pooler.</summary>
public sealed class RobertaModel : BertKindModel<RobertaModel>
{
    internal RobertaModel(RobertaConfig config, bool addPoolingLayer = true)
        : base(config, config.Describe(addPoolingLayer))
    {
    }

    /// <inheritdoc/>
    public override string BaseModelPrefix => "roberta";

    internal static ModelFamily Family { get; } = ModelFamily.Of<RobertaConfig, RobertaModel, RobertaForSequenceClassification>(
        config => new RobertaModel(config), config => new RobertaForSequenceClassification(config));
}
