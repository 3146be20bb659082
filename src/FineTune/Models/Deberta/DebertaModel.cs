namespace FineTune;

/// <summary>DeBERTa without a head: hidden states of every token.</summary>
public sealed class DebertaModel : DisentangledModel<DebertaModel>
{
    internal DebertaModel(DebertaConfig config)
        : base(config, new()
        {
            RelativeRows = 2 * config.RelativeLimit,
            Bucket = distance => distance,
            Layer = (relative, _) => new DebertaLayer(config, relative),
        })
    {
    }

    internal static ModelFamily Family { get; } = ModelFamily.Of<DebertaConfig, DebertaModel, DebertaForSequenceClassification>(
        config => new DebertaModel(config), config => new DebertaForSequenceClassification(config));

    /// <inheritdoc/>
    protected internal override void InitWeights(Module module, WeightInitializer weights)
    {
        base.InitWeights(module, weights);
        foreach (Parameter bias in module is DebertaLayer layer ? layer.Biases : [])
        {
            weights.Constant(bias, 0);
        }
    }
}
