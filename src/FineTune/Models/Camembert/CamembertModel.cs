namespace FineTune;

/// <summary>CamemBERT without a head: hidden states of every token, and one vector a text from the pooler.</summary>
public sealed class CamembertModel : BertKindModel<CamembertModel>
{
    internal CamembertModel(CamembertConfig config, bool addPoolingLayer = true)
        : base(config, config.Describe(addPoolingLayer))
    {
    }

    /// <inheritdoc/>
    public override string BaseModelPrefix => "roberta";

    internal static ModelFamily Family { get; } = ModelFamily.Of<CamembertConfig, CamembertModel, CamembertForSequenceClassification>(
        config => new CamembertModel(config), config => new CamembertForSequenceClassification(config));
}
