using FineTune.Autograd;

namespace FineTune;

/// <summary>
/// The layer of BERT and its kin: <c>h = LayerNorm(dropout(output(attention(x))) + x)</c>, then
/// <c>LayerNorm(dropout(narrow(activation(widen(h)))) + h)</c>, <c>[N, C]</c> to <c>[M, C]</c>.
/// </summary>
internal class BertKindLayer : EncoderLayer
{
    private readonly LayerDescription _description;
    private readonly RelativeBias? _bias;
    private readonly Module[] _parts = new Module[Enum.GetValues<LayerPart>().Length];
    private readonly Dropout _attentionOutputDropout;
    private readonly Dropout _outputDropout;

    public BertKindLayer(LayerDescription description, RelativeBias? bias = null)
    {
        _description = description;
        _bias = bias;
        foreach ((LayerPart part, string name) in description.Names)
        {
            _parts[(int)part] = RegisterModule(name, Make(part));
        }

        AttentionDropout = RegisterModule("attention.dropout", new Dropout(description.AttentionDropout));
        _attentionOutputDropout = RegisterModule("attention.output.dropout", new Dropout(description.AttentionOutputDropout));
        _outputDropout = RegisterModule("output.dropout", new Dropout(description.OutputDropout));
    }

    private protected Dropout AttentionDropout { get; }

    protected override IEnumerable<Parameter> SharedParameters => _bias is null ? [] : [_bias.Table.Weight];

    public override Tensor Forward(Tensor hidden, SequenceLayout layout, SequenceLayout wanted)
    {
        // Masks are drawn beside the products before them, in the order the reference draws them.
        Tensor rows = Fused.Take(hidden, layout, wanted);                                                                     // [M, C]
        Tensor attended = Attend(rows, hidden, layout, wanted);                                                               // [M, C]
        using Early<DropoutBits> attentionMask = Fused.BeginMask(_attentionOutputDropout, wanted, _description.HiddenSize);
        Tensor mixed = Linear(LayerPart.AttentionOutput).ForwardUsingUp(attended);                                            // [M, C]
        Tensor attention = Fused.DropoutAddLayerNorm(mixed, rows, attentionMask, Norm(LayerPart.AttentionNorm));              // [M, C]
        using Early<DropoutBits> outputMask = Fused.BeginMask(_outputDropout, wanted, _description.HiddenSize);
        Tensor wide = ((ActivationModule)_parts[(int)LayerPart.Activation]).Forward(Linear(LayerPart.Widen), attention);      // [M, wide]
        Tensor narrow = Linear(LayerPart.Narrow).ForwardUsingUp(wide);                                                        // [M, C]
        return Fused.DropoutAddLayerNorm(narrow, attention, outputMask, Norm(LayerPart.OutputNorm));                          // [M, C]
    }

    private protected virtual Tensor Attend(Tensor rows, Tensor hidden, SequenceLayout layout, SequenceLayout wanted)
    {
        int size = _description.HiddenSize / _description.Heads;
        AttentionOptions options = new()
        {
            Heads = _description.Heads,
            HeadSize = size,
            Relative = _bias?.For(layout.PaddedLength),
            Dropout = AttentionDropout.ActiveP,
            Generator = Generator,
        };
        using Early<AttentionBits> mask = AttentionBits.Begin(layout, wanted, options);
        (HeadColumns query, HeadColumns key, HeadColumns value) = ProjectApart(rows, hidden, size);
        return PackedAttention.Apply(query, key, value, layout, wanted, options, mask); // [M, C]
    }

    /// <summary>Queries of the wanted rows, keys and values of all, by a matrix each.</summary>
    private protected (HeadColumns Query, HeadColumns Key, HeadColumns Value) ProjectApart(Tensor rows, Tensor hidden, int size)
    {
        using RoundedOnce rounded = new(hidden, Linear(LayerPart.Query).Weight);
        return (
            new(Linear(LayerPart.Query).Forward(rows), 0, size),
            new(Linear(LayerPart.Key).Forward(hidden), 0, size),
            new(Linear(LayerPart.Value).Forward(hidden), 0, size));
    }

    private Module Make(LayerPart part) => part switch
    {
        LayerPart.QueryKeyValue => new Linear(_description.HiddenSize, 3 * _description.HiddenSize, bias: false),
        LayerPart.PositionKey => new Linear(_description.HiddenSize, _description.HiddenSize, _description.PositionKeysHaveBias),
        LayerPart.Widen => new Linear(_description.HiddenSize, _description.IntermediateSize),
        LayerPart.Narrow => new Linear(_description.IntermediateSize, _description.HiddenSize),
        LayerPart.Activation => ActivationModule.Of(_description.Activation),
        LayerPart.AttentionNorm or LayerPart.OutputNorm => new LayerNorm(_description.HiddenSize, _description.LayerNormEps),
        _ => new Linear(_description.HiddenSize, _description.HiddenSize),
    };

    private protected Linear Linear(LayerPart part) => (Linear)_parts[(int)part];

    private LayerNorm Norm(LayerPart part) => (LayerNorm)_parts[(int)part];
}
