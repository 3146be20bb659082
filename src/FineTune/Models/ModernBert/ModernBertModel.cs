using FineTune.Autograd;

namespace FineTune;

/// <summary>ModernBERT without a head: hidden states of every token.</summary>
public sealed class ModernBertModel : EncoderModel<ModernBertModel>
{
    // N packed tokens, M of them that are wanted, C channels.
    private readonly ModernBertEmbeddings _embeddings;
    private readonly ModernBertLayer[] _layers;
    private readonly LayerNorm _finalNorm;

    internal ModernBertModel(ModernBertConfig config)
        : base(config)
    {
        _embeddings = RegisterModule("embeddings", new ModernBertEmbeddings(config));
        IReadOnlyList<string> types = config.LayerTypes;
        Dictionary<string, RotaryTable> rotary = types.Distinct().ToDictionary(
            type => type, type => new RotaryTable(config.RopeTheta(type), config.HiddenSize / config.NumAttentionHeads));
        _layers = new ModernBertLayer[types.Count];
        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i] = RegisterModule($"layers.{i}", new ModernBertLayer(config, i, types[i], rotary[types[i]]));
        }

        _finalNorm = RegisterModule("final_norm", ModernBertLayer.Norm(config));
    }

    /// <inheritdoc/>
    public override string BaseModelPrefix => "model";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ForwardParameters => ["input_ids", "attention_mask", "position_ids", "inputs_embeds"];

    internal static ModelFamily Family { get; } = ModelFamily.Of<ModernBertConfig, ModernBertModel, ModernBertForSequenceClassification>(
        config => new ModernBertModel(config), config => new ModernBertForSequenceClassification(config));

    /// <inheritdoc/>
    protected internal override void InitWeights(Module module, WeightInitializer weights)
    {
        base.InitWeights(module, weights);
        ModernBertWeights.Set(module, weights, (ModernBertConfig)Config);
    }

    internal override EncoderInput Pack(Batch batch) => EncoderInput.Of(batch, Config, tokenTypes: 0);

    internal override Tensor Encode(EncoderInput input, double? neftuneNoiseAlpha, ICollection<Tensor>? hiddenStates, SequenceLayout wanted)
    {
        List<Tensor>? states = PackedStates.If(hiddenStates is not null);
        Tensor hidden = LayerStack.Run(_embeddings.Forward(input, neftuneNoiseAlpha), _layers, input.Layout, states, wanted); // [M, C]
        Tensor normed = _finalNorm.Forward(hidden);                                                                          // [M, C]
        for (int i = 0; i < states?.Count; i++)
        {
            // As in the reference, the last of them is the one behind the last norm.
            hiddenStates!.Add(i < states.Count - 1 ? states[i] : normed);
        }

        return normed;
    }
}
