namespace FineTune;

/// <summary>BERT without a head: hidden states of every token, and one vector a text from the pooler.</summary>
public sealed class BertModel : BertKindModel<BertModel>
{
    internal BertModel(BertConfig config)
        : base(config, EncoderDescription.Of(config))
    {
    }

    /// <inheritdoc/>
    public override string BaseModelPrefix => "bert";

    internal static ModelFamily Family { get; } = ModelFamily.Of<BertConfig, BertModel, BertForSequenceClassification>(
        config => new BertModel(config), config => new BertForSequenceClassification(config));
}
