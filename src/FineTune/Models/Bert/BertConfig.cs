namespace FineTune;

/// <summary>The sizes of a BERT model. For DistilBERT use <see cref="DistilBertConfig"/>.</summary>
public sealed record BertConfig : BertKindConfig
{
    /// <summary>Initializes a configuration of the published base model's sizes.</summary>
    public BertConfig()
        : base("bert", [])
    {
    }
}
