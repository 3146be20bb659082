using FineTune.Autograd;

namespace FineTune;

/// <summary>DeBERTa-v2's layer: a matrix each for queries, keys and values, which may serve relative positions too.</summary>
internal sealed class DebertaV2Layer : DisentangledLayer
{
    private readonly bool _shares;
    private readonly bool _hasKeys;
    private readonly bool _hasQueries;

    public DebertaV2Layer(DebertaV2Config config, RelativeEmbeddings? relative)
        : base(config, LayerDescription.Of(config) with { Names = Names(config) }, relative, Terms(config))
    {
        _shares = config.ShareAttKey;
        _hasKeys = config.PosAttType.Contains("c2p");
        _hasQueries = config.PosAttType.Contains("p2c");
    }

    private protected override (HeadColumns Query, HeadColumns Key, HeadColumns Value) Project(
        Tensor rows, Tensor hidden, SequenceLayout layout, SequenceLayout wanted, int size) => (
            new(Linear(LayerPart.Query).Forward(rows), 0, size),
            new(Linear(LayerPart.Key).Forward(hidden), 0, size),
            new(Linear(LayerPart.Value).Forward(hidden), 0, size));

    private protected override Tensor? PositionKeys(Tensor table) =>
        _hasKeys ? Linear(_shares ? LayerPart.Key : LayerPart.PositionKey).Forward(table) : null;

    private protected override Tensor? PositionQueries(Tensor table) =>
        _hasQueries ? Linear(_shares ? LayerPart.Query : LayerPart.PositionQuery).Forward(table) : null;

    private static int Terms(DebertaV2Config config) => 1 + config.PosAttType.Distinct().Count();

    private static IReadOnlyList<(LayerPart Part, string Name)> Names(DebertaV2Config config)
    {
        List<(LayerPart, string)> names =
        [
            (LayerPart.Query, "attention.self.query_proj"),
            (LayerPart.Key, "attention.self.key_proj"),
            (LayerPart.Value, "attention.self.value_proj"),
        ];
        bool apart = config.RelativeAttention && !config.ShareAttKey;
        if (apart && config.PosAttType.Contains("c2p"))
        {
            names.Add((LayerPart.PositionKey, "attention.self.pos_key_proj"));
        }

        if (apart && config.PosAttType.Contains("p2c"))
        {
            names.Add((LayerPart.PositionQuery, "attention.self.pos_query_proj"));
        }

        return [.. names, .. LayerDescription.BertNames.Skip(3)];
    }
}
