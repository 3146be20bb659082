using FineTune.Autograd;

namespace FineTune;

/// <summary>
/// A layer of BERT's kind whose scores also come from relative positions: content to position, <c>q_i . K(i - j)</c>, and position to content,
/// <c>k_j . Q(i - j)</c>, where K and Q are projections of the table all layers share.
/// </summary>
internal abstract class DisentangledLayer : BertKindLayer
{
    private readonly RelativeEmbeddings? _relative;
    private readonly Dropout _positionDropout;
    private readonly AttentionOptions _options;
    private readonly LayerPart? _positionKeys;
    private readonly LayerPart? _positionQueries;

    /// <summary>Initializes the layer; <paramref name="shares"/> says whether the projections of tokens serve relative positions too.</summary>
    protected DisentangledLayer(
        DisentangledConfig config, LayerDescription description, RelativeEmbeddings? relative, int terms, bool shares = false)
        : base(description)
    {
        _relative = relative;
        _positionKeys = !config.PosAttType.Contains("c2p") ? null : shares ? LayerPart.Key : LayerPart.PositionKey;
        _positionQueries = !config.PosAttType.Contains("p2c") ? null : shares ? LayerPart.Query : LayerPart.PositionQuery;
        _positionDropout = RegisterModule("attention.self.pos_dropout", new Dropout(config.HiddenDropoutProb));
        _options = new()
        {
            Heads = config.NumAttentionHeads,
            HeadSize = config.HiddenSize / config.NumAttentionHeads,
            Terms = terms,
            MaskedQueriesSeeAll = true,
        };
    }

    /// <summary>Gets what the result is joined with, which belongs to the model around the layer; or null. Default null.</summary>
    public DisentangledConv? Conv { get; init; }

    protected override IEnumerable<Parameter> SharedParameters => [.. _relative?.Parameters ?? [], .. Conv?.Parameters() ?? []];

    public sealed override Tensor Forward(Tensor hidden, SequenceLayout layout, SequenceLayout wanted)
    {
        if (Conv is null)
        {
            return base.Forward(hidden, layout, wanted); // [M, C]
        }

        // Through a shape of its own, the layer's gradients are added up before the convolution's join them.
        Tensor layer = base.Forward(hidden.Reshape(hidden.Shape), layout, layout);      // [N, C]
        return Fused.Take(Conv.Forward(hidden, layer, layout), layout, wanted);         // [M, C]
    }

    private protected sealed override Tensor Attend(Tensor rows, Tensor hidden, SequenceLayout layout, SequenceLayout wanted)
    {
        (HeadColumns query, HeadColumns key, HeadColumns value) = Project(rows, hidden, layout, wanted, _options.HeadSize);
        RelativePositions? positions = null;
        if (_relative is not null)
        {
            RelativeEmbeddings.Run run = _relative.For(layout.PaddedLength);
            Tensor table = _positionDropout.Forward(_relative.Take(run), run.Layout);   // [R, C]
            positions = new(Project(_positionKeys, table), Project(_positionQueries, table), run.RowOfDistance);
        }

        return PackedAttention.Apply(
            query, key, value, layout, wanted,
            _options with { Relative = positions, Dropout = AttentionDropout.ActiveP, Generator = Generator }); // [M, C]
    }

    /// <summary>Queries of the wanted rows, keys and values of all.</summary>
    private protected abstract (HeadColumns Query, HeadColumns Key, HeadColumns Value) Project(
        Tensor rows, Tensor hidden, SequenceLayout layout, SequenceLayout wanted, int size);

    /// <summary>BERT's names, with those of the projections of tokens and, where they have their own, of relative positions.</summary>
    protected static IReadOnlyList<(LayerPart Part, string Name)> Names(
        DisentangledConfig config, IEnumerable<(LayerPart Part, string Name)> tokens, string positionKey, string positionQuery, bool shares = false)
    {
        List<(LayerPart, string)> names = [.. tokens];
        bool apart = config.RelativeAttention && !shares;
        if (apart && config.PosAttType.Contains("c2p"))
        {
            names.Add((LayerPart.PositionKey, positionKey));
        }

        if (apart && config.PosAttType.Contains("p2c"))
        {
            names.Add((LayerPart.PositionQuery, positionQuery));
        }

        return [.. names, .. LayerDescription.BertNames.Skip(3)];
    }

    /// <summary>Keys or queries of relative positions, <c>[R, C]</c>, or null where there are none.</summary>
    private Tensor? Project(LayerPart? part, Tensor table) => part is { } projection ? Linear(projection).Forward(table) : null;
}
