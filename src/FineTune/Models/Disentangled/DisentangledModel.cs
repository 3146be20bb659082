namespace FineTune;

/// <summary>An encoder of DeBERTa's kind: embeddings without masked tokens, layers that know relative positions, no pooler of its own.</summary>
/// <typeparam name="TModel">The class itself.</typeparam>
public abstract class DisentangledModel<TModel> : EncoderModel<TModel>
    where TModel : DisentangledModel<TModel>
{
    // N packed tokens, M of them that are wanted, C channels.
    private readonly DisentangledConfig _sizes;
    private readonly DisentangledEmbeddings _embeddings;
    private readonly EncoderLayer[] _layers;
    private readonly DisentangledConv? _conv;

    private protected DisentangledModel(DisentangledConfig config, DisentangledParts parts)
        : base(config)
    {
        _sizes = config;
        _embeddings = RegisterModule("embeddings", new DisentangledEmbeddings(config));
        Embedding? table = config.RelativeAttention ? new(parts.RelativeRows, config.HiddenSize) : null;
        LayerNorm? norm = parts.NormsRelative ? new(config.HiddenSize, config.LayerNormEps) : null;
        RelativeEmbeddings? relative = table is null ? null : new(table, norm, parts.Bucket);
        _layers = new EncoderLayer[config.NumHiddenLayers];
        for (int i = 0; i < _layers.Length; i++)
        {
            _layers[i] = RegisterModule($"encoder.layer.{i}", parts.Layer(relative));
        }

        if (table is not null)
        {
            RegisterModule("encoder.rel_embeddings", table);
        }

        if (norm is not null)
        {
            RegisterModule("encoder.LayerNorm", norm);
        }

        _conv = parts.Conv is null ? null : RegisterModule("encoder.conv", parts.Conv);
    }

    /// <inheritdoc/>
    public sealed override string BaseModelPrefix => "deberta";

    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> ForwardParameters => ["input_ids", "attention_mask", "token_type_ids", "position_ids", "inputs_embeds"];

    internal sealed override EncoderInput Pack(Batch batch) => EncoderInput.Of(
        batch, Config, _sizes.TypeVocabSize, isLimited: _sizes.PositionBiasedInput, withAllMasked: true);

    internal sealed override Tensor Encode(EncoderInput input, double? neftuneNoiseAlpha, ICollection<Tensor>? hiddenStates, SequenceLayout wanted)
    {
        Tensor embedded = _embeddings.Forward(input, neftuneNoiseAlpha); // [N, C]
        if (_conv is null)
        {
            return LayerStack.Run(embedded, _layers, input.Layout, hiddenStates, wanted); // [M, C]
        }

        // Through a shape of its own, the layer's gradients are added up before the convolution's join them, whether activations are kept or not.
        hiddenStates?.Add(embedded);
        Tensor layer = _layers[0].Apply(embedded.Reshape(embedded.Shape), input.Layout, input.Layout);                  // [N, C]
        Tensor first = _conv.Forward(embedded, layer, input.Layout);                                                    // [N, C]
        Tensor hidden = LayerStack.Run(first, _layers[1..], input.Layout, hiddenStates, wanted);                        // [M, C]
        return _layers.Length == 1 ? Fused.Take(hidden, input.Layout, wanted) : hidden;
    }

    /// <summary>Positions are added by some models only; files of the others may hold them all the same.</summary>
    internal sealed override bool Ignores(string key) => key.Contains("position_embeddings", StringComparison.Ordinal);
}
