using FineTune.Autograd;

namespace FineTune;

/// <summary>
/// Attention of every head with rotary positions, over the tokens of each text or those near by, and its projection:
/// <c>dropout(Wo attention(turn(Wqkv x)))</c>, <c>[N, C]</c> to <c>[M, C]</c>.
/// </summary>
internal sealed class ModernBertAttention : Module
{
    private readonly Dropout _outDrop;
    private readonly RotaryTable _rotary;
    private readonly AttentionOptions _options;

    public ModernBertAttention(ModernBertConfig config, string layerType, RotaryTable rotary)
    {
        int size = config.HiddenSize;
        Wqkv = RegisterModule("Wqkv", new Linear(size, 3 * size, config.AttentionBias));
        Wo = RegisterModule("Wo", new Linear(size, size, config.AttentionBias));
        _outDrop = RegisterModule("out_drop", new Dropout(config.AttentionDropout));
        _rotary = rotary;
        _options = new()
        {
            Heads = config.NumAttentionHeads,
            HeadSize = rotary.HeadSize,
            Window = layerType == ModernBertRope.Sliding ? config.LocalAttention / 2 : int.MaxValue,
        };
    }

    public Linear Wqkv { get; }

    public Linear Wo { get; }

    public Tensor Forward(Tensor hidden, SequenceLayout layout, SequenceLayout wanted)
    {
        (int heads, int size) = (_options.Heads, _options.HeadSize);
        Tensor all = Rotary.Apply(Wqkv.Forward(hidden), _rotary, layout, 2 * heads);    // [N, 3C]
        Tensor asking = Fused.Take(all, layout, wanted);                                // [M, 3C]
        Tensor mixed = PackedAttention.Apply(
            new(asking, 0, size), new(all, heads * size, size), new(all, 2 * heads * size, size), layout, wanted,
            _options with { Dropout = _outDrop.ActiveP, Generator = Generator });       // [M, C]
        return _outDrop.Forward(Wo.ForwardUsingUp(mixed), wanted);                      // [M, C]
    }
}
