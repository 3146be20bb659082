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

    protected DisentangledLayer(DisentangledConfig config, LayerDescription description, RelativeEmbeddings? relative, int terms)
        : base(description)
    {
        _relative = relative;
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
            positions = new(PositionKeys(table), PositionQueries(table), run.RowOfDistance);
        }

        return PackedAttention.Apply(
            query, key, value, layout, wanted,
            _options with { Relative = positions, Dropout = AttentionDropout.ActiveP, Generator = Generator }); // [M, C]
    }

    /// <summary>Queries of the wanted rows, keys and values of all.</summary>
    private protected abstract (HeadColumns Query, HeadColumns Key, HeadColumns Value) Project(
        Tensor rows, Tensor hidden, SequenceLayout layout, SequenceLayout wanted, int size);

    /// <summary>Keys of relative positions, <c>[R, C]</c>, or null where queries do not ask for them.</summary>
    private protected abstract Tensor? PositionKeys(Tensor table);

    /// <summary>Queries of relative positions, <c>[R, C]</c>, or null where they do not ask.</summary>
    private protected abstract Tensor? PositionQueries(Tensor table);
}
