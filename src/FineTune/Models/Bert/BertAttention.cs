namespace FineTune;

/// <summary>The first half of a layer: attention, then projection, dropout, residual and norm.</summary>
internal sealed class BertAttention : Module
{
    private readonly BertSelfAttention _self;
    private readonly BertResidual _output;

    public BertAttention(BertConfig config)
    {
        _self = RegisterModule("self", new BertSelfAttention(config));
        _output = RegisterModule("output", new BertResidual(config, config.HiddenSize));
    }

    public Tensor Forward(Tensor hidden, SequenceLayout layout, SequenceLayout wanted)
    {
        Tensor rows = Fused.Take(hidden, layout, wanted); // [M, C]
        return _output.Forward(_self.Forward(rows, hidden, layout, wanted), residual: rows, wanted); // [M, C]
    }
}
