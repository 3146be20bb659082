namespace FineTune;

/// <summary>XLM-RoBERTa without a head: hidden states of every token, and one vector a text from the pooler.</summary>
public sealed class XLMRobertaModel : BertKindModel<XLMRobertaModel>
{
    internal XLMRobertaModel(XLMRobertaConfig config, bool addPoolingLayer = true)
        : base(config, config.Describe(addPoolingLayer))
    {
    }

    /// <inheritdoc/>
    public override string BaseModelPrefix => "roberta";

    internal static ModelFamily Family { get; } = ModelFamily.Of<XLMRobertaConfig, XLMRobertaModel, XLMRobertaForSequenceClassification>(
        config => new XLMRobertaModel(config), config => new XLMRobertaForSequenceClassification(config));
}
