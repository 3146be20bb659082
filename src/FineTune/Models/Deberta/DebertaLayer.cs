using FineTune.Autograd;

namespace FineTune;

/// <summary>DeBERTa's layer: one matrix gives each head its query, key and value side by side; queries and values have a bias, keys none.</summary>
internal sealed class DebertaLayer : DisentangledLayer
{
    private readonly Parameter _queryBias;
    private readonly Parameter _valueBias;
    private readonly Tensor _keyBias;

    public DebertaLayer(DebertaConfig config, RelativeEmbeddings? relative)
        : base(config, LayerDescription.Of(config) with { Names = Names(config), PositionKeysHaveBias = false }, relative, 1 + config.PosAttType.Count)
    {
        _queryBias = RegisterParameter("attention.self.q_bias", new Shape(config.HiddenSize));
        _valueBias = RegisterParameter("attention.self.v_bias", new Shape(config.HiddenSize));
        _keyBias = TensorScope.Keep(Tensor.Zeros(new(config.NumAttentionHeads, config.HiddenSize / config.NumAttentionHeads)));
    }

    /// <summary>The biases, which no module of their own holds: they begin at zero.</summary>
    public IEnumerable<Parameter> Biases => [_queryBias, _valueBias];

    private protected override (HeadColumns Query, HeadColumns Key, HeadColumns Value) Project(
        Tensor rows, Tensor hidden, SequenceLayout layout, SequenceLayout wanted, int size)
    {
        int heads = _keyBias.Shape[0];
        Tensor bias = Tensor.Cat([_queryBias.Reshape(heads, size), _keyBias, _valueBias.Reshape(heads, size)], 1);  // [H, 3 * D]
        Tensor all = Functional.Linear(hidden, Linear(LayerPart.QueryKeyValue).Weight, bias.Reshape(bias.Length));  // [N, 3C]
        return (new(Fused.Take(all, layout, wanted), 0, 3 * size), new(all, size, 3 * size), new(all, 2 * size, 3 * size));
    }

    private static IReadOnlyList<(LayerPart Part, string Name)> Names(DebertaConfig config) =>
        Names(config, [(LayerPart.QueryKeyValue, "attention.self.in_proj")], "attention.self.pos_proj", "attention.self.pos_q_proj");
}
