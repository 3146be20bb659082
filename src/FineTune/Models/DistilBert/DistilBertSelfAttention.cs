using FineTune.Autograd;

namespace FineTune;

/// <summary>Attention of every head over the tokens of each text, and its projection: <c>[N, C]</c> to <c>[M, C]</c>.</summary>
internal sealed class DistilBertSelfAttention : Module
{
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Linear _out;
    private readonly Dropout _dropout;
    private readonly int _heads;

    public DistilBertSelfAttention(DistilBertConfig config)
    {
        _heads = config.NHeads;
        _query = RegisterModule("q_lin", new Linear(config.Dim, config.Dim));
        _key = RegisterModule("k_lin", new Linear(config.Dim, config.Dim));
        _value = RegisterModule("v_lin", new Linear(config.Dim, config.Dim));
        _out = RegisterModule("out_lin", new Linear(config.Dim, config.Dim));
        _dropout = RegisterModule("dropout", new Dropout(config.AttentionDropout));
    }

    public Tensor Forward(Tensor hidden, SequenceLayout layout, SequenceLayout wanted)
    {
        Tensor context = PackedAttention.Apply(
            _query.Forward(hidden), _key.Forward(hidden), _value.Forward(hidden), layout, _heads, _dropout.ActiveP, Generator); // [N, C]
        return _out.Forward(Fused.Take(context, layout, wanted)); // [M, C]
    }
}
