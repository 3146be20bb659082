namespace FineTune;

/// <summary>One layer: attention, then a feed-forward part: <c>[N, C]</c> to <c>[N, C]</c>.</summary>
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

    public override Tensor Forward(Tensor hidden, SequenceLayout layout)
    {
        Tensor attention = _attention.Forward(hidden, layout);                                  // [N, C]
        return _output.Forward(_intermediate.Forward(attention), residual: attention, layout);  // [N, C]
    }
}
