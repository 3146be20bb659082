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
            _layers[i] = RegisterModule($"encoder.layer.{i}", parts.Layer(relative, i == 0 ? parts.Conv : null));
        }

        if (table is not null)
        {
            RegisterModule("encoder.rel_embeddings", table);
        }

        if (norm is not null)
        {
            RegisterModule("encoder.LayerNorm", norm);
        }

        if (parts.Conv is not null)
        {
            RegisterModule("encoder.conv", parts.Conv);
        }
    }

    /// <inheritdoc/>
    public sealed override string BaseModelPrefix => "deberta";

    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> ForwardParameters => ["input_ids", "attention_mask", "token_type_ids", "position_ids", "inputs_embeds"];

    internal sealed override EncoderInput Pack(Batch batch) => EncoderInput.Of(
        batch, Config, _sizes.TypeVocabSize, withAllMasked: true);

    internal sealed override Tensor Encode(EncoderInput input, double? neftuneNoiseAlpha, ICollection<Tensor>? hiddenStates, SequenceLayout wanted) =>
        LayerStack.Run(_embeddings.Forward(input, neftuneNoiseAlpha), _layers, input.Layout, hiddenStates, wanted); // [M, C]

    /// <summary>Positions are added by some models only; files of the others may hold them all the same.</summary>
    internal sealed override bool Ignores(string key) => key.Contains("position_embeddings", StringComparison.Ordinal);
}
