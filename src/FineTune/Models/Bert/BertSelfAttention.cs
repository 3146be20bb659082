using FineTune.Autograd;

namespace FineTune;

/// <summary>Attention of every head over the tokens of each text: <c>[M, C]</c> queries and <c>[N, C]</c> keys to <c>[M, C]</c>.</summary>
internal sealed class BertSelfAttention : Module
{
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Dropout _dropout;
    private readonly int _heads;

    public BertSelfAttention(BertConfig config)
    {
        _heads = config.NumAttentionHeads;
        _query = RegisterModule("query", new Linear(config.HiddenSize, config.HiddenSize));
        _key = RegisterModule("key", new Linear(config.HiddenSize, config.HiddenSize));
        _value = RegisterModule("value", new Linear(config.HiddenSize, config.HiddenSize));
        _dropout = RegisterModule("dropout", new Dropout(config.AttentionProbsDropoutProb));
    }

    public Tensor Forward(Tensor rows, Tensor hidden, SequenceLayout layout, SequenceLayout wanted) => PackedAttention.Apply(
        _query.Forward(rows), _key.Forward(hidden), _value.Forward(hidden), layout, wanted, _heads, _dropout.ActiveP, Generator); // [M, C]
}
