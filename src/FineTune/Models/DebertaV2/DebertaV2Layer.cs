using FineTune.Autograd;

namespace FineTune;

/// <summary>DeBERTa-v2's layer: a matrix each for queries, keys and values, which may serve relative positions too.</summary>
internal sealed class DebertaV2Layer : DisentangledLayer
{
    private static readonly IReadOnlyList<(LayerPart Part, string Name)> TokenNames =
    [
        (LayerPart.Query, "attention.self.query_proj"),
        (LayerPart.Key, "attention.self.key_proj"),
        (LayerPart.Value, "attention.self.value_proj"),
    ];

    public DebertaV2Layer(DebertaV2Config config, RelativeEmbeddings? relative)
        : base(config, LayerDescription.Of(config) with { Names = Names(config) }, relative, Terms(config), config.ShareAttKey)
    {
    }

    private protected override (HeadColumns Query, HeadColumns Key, HeadColumns Value) Project(
        Tensor rows, Tensor hidden, SequenceLayout layout, SequenceLayout wanted, int size) => ProjectApart(rows, hidden, size);

    private static int Terms(DebertaV2Config config) => 1 + config.PosAttType.Distinct().Count();

    private static IReadOnlyList<(LayerPart Part, string Name)> Names(DebertaV2Config config) =>
        Names(config, TokenNames, "attention.self.pos_key_proj", "attention.self.pos_query_proj", config.ShareAttKey);
}
