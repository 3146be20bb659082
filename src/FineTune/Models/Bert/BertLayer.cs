namespace FineTune;

/// <summary>One layer: attention, then a feed-forward part: <c>[N, C]</c> to <c>[M, C]</c>.</summary>
internal sealed class BertLayer : EncoderLayer
{
    private readonly BertAttention _attention;
    private readonly BertIntermediate _intermediate;
    private readonly BertResidual _output;

    public BertLayer(BertConfig config)
    {
        _attention = RegisterModule("attention", new BertAttention(config));
        _intermediate = RegisterModule("intermediate", new BertIntermediate(config));
        _output = RegisterModule("output", new BertResidual(config, config.IntermediateSize));
    }

    public override Tensor Forward(Tensor hidden, SequenceLayout layout, SequenceLayout wanted)
    {
        Tensor attention = _attention.Forward(hidden, layout, wanted);                          // [M, C]
        return _output.Forward(_intermediate.Forward(attention), residual: attention, wanted);  // [M, C]
    }
}
