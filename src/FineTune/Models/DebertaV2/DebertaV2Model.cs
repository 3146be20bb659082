namespace FineTune;

/// <summary>DeBERTa-v2 or v3 without a head: hidden states of every token.</summary>
public sealed class DebertaV2Model : DisentangledModel<DebertaV2Model>
{
    internal DebertaV2Model(DebertaV2Config config)
        : base(config, new()
        {
            RelativeRows = 2 * (config.PositionBuckets > 0 ? config.PositionBuckets : config.RelativeLimit),
            Bucket = Bucket(config.PositionBuckets, config.RelativeLimit),
            Layer = (relative, conv) => new DebertaV2Layer(config, relative) { Conv = conv },
            NormsRelative = config.NormsRelative,
            Conv = config.ConvKernelSize > 0 ? new(config, config.ConvKernelSize, config.ConvAct) : null,
        })
    {
    }

    internal static ModelFamily Family { get; } = ModelFamily.Of<DebertaV2Config, DebertaV2Model, DebertaV2ForSequenceClassification>(
        config => new DebertaV2Model(config), config => new DebertaV2ForSequenceClassification(config));

    private static Func<int, int> Bucket(int buckets, int limit) => distance => LogBuckets.Of(distance, buckets, limit);
}
