namespace FineTune;

/// <summary>DeBERTa-v2 or v3 with a classifier of whole texts on the pooler's vector.</summary>
public sealed class DebertaV2ForSequenceClassification : DisentangledForSequenceClassification<DebertaV2ForSequenceClassification>
{
    internal DebertaV2ForSequenceClassification(DebertaV2Config config)
        : base(config, new DebertaV2Model(config))
    {
    }
}
