using FineTune.Autograd;

namespace FineTune;

/// <summary>
/// One layer, norms before each part: <c>h = x + attention(LayerNorm(x))</c>, then <c>h + mlp(LayerNorm(h))</c>, <c>[N, C]</c> to <c>[M, C]</c>. The
/// first layer's attention has no norm, for the embeddings end in one.
/// </summary>
internal sealed class ModernBertLayer : EncoderLayer
{
    private readonly LayerNorm? _attnNorm;
    private readonly ModernBertAttention _attn;
    private readonly LayerNorm _mlpNorm;
    private readonly ModernBertMlp _mlp;

    public ModernBertLayer(ModernBertConfig config, int number, string layerType, RotaryTable rotary)
    {
        _attnNorm = number == 0 ? null : RegisterModule("attn_norm", Norm(config));
        _attn = RegisterModule("attn", new ModernBertAttention(config, layerType, rotary));
        _mlpNorm = RegisterModule("mlp_norm", Norm(config));
        _mlp = RegisterModule("mlp", new ModernBertMlp(config));
    }

    public static LayerNorm Norm(ModernBertConfig config) => new(config.HiddenSize, config.NormEps, config.NormBias);

    public override Tensor Forward(Tensor hidden, SequenceLayout layout, SequenceLayout wanted)
    {
        Tensor normed = _attnNorm is null ? hidden : _attnNorm.Forward(hidden);                          // [N, C]
        Tensor attended = Fused.Take(hidden, layout, wanted) + _attn.Forward(normed, layout, wanted);    // [M, C]
        return attended + _mlp.Forward(_mlpNorm.Forward(attended), wanted);                              // [M, C]
    }
}
