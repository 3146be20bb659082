using FineTune.Autograd;

namespace FineTune;

/// <summary>Attention of every head over the tokens of each text, and its projection: <c>[M, C]</c> queries and <c>[N, C]</c> keys to <c>[M, C]</c>.</summary>
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

    public Tensor Forward(Tensor rows, Tensor hidden, SequenceLayout layout, SequenceLayout wanted) => _out.Forward(PackedAttention.Apply(
        _query.Forward(rows), _key.Forward(hidden), _value.Forward(hidden), layout, wanted, _heads, _dropout.ActiveP, Generator)); // [M, C]
}
