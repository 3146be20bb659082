namespace FineTune;

/// <summary>DeBERTa with a classifier of whole texts on the pooler's vector.</summary>
public sealed class DebertaForSequenceClassification : DisentangledForSequenceClassification<DebertaForSequenceClassification>
{
    internal DebertaForSequenceClassification(DebertaConfig config)
        : base(config, new DebertaModel(config))
    {
    }
}
