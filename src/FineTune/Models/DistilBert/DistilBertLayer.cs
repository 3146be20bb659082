namespace FineTune;

/// <summary>One layer: <c>h = LayerNorm(attention(x) + x)</c>, then <c>LayerNorm(dropout(ffn(h)) + h)</c>.</summary>
internal sealed class DistilBertLayer : EncoderLayer
{
    private readonly DistilBertSelfAttention _attention;
    private readonly LayerNorm _attentionNorm;
    private readonly DistilBertFfn _ffn;
    private readonly LayerNorm _outputNorm;

    public DistilBertLayer(DistilBertConfig config)
    {
        _attention = RegisterModule("attention", new DistilBertSelfAttention(config));
        _attentionNorm = RegisterModule("sa_layer_norm", new LayerNorm(config.Dim, 1e-12));
        _ffn = RegisterModule("ffn", new DistilBertFfn(config));
        _outputNorm = RegisterModule("output_layer_norm", new LayerNorm(config.Dim, 1e-12));
    }

    public override Tensor Forward(Tensor hidden, SequenceLayout layout, SequenceLayout wanted)
    {
        Tensor rows = Fused.Take(hidden, layout, wanted); // [M, C]
        Tensor attention = Fused.DropoutAddLayerNorm(_attention.Forward(rows, hidden, layout, wanted), rows, null, _attentionNorm, wanted); // [M, C]
        return Fused.DropoutAddLayerNorm(_ffn.Forward(attention), attention, _ffn.Dropout, _outputNorm, wanted); // [M, C]
    }
}
