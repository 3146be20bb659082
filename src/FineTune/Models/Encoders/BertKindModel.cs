namespace FineTune;

/// <summary>An encoder of BERT's kind: embeddings with a norm, layers with a norm behind each residual, and, where it has one, a pooler.</summary>
/// <typeparam name="TModel">The class itself.</typeparam>
public abstract class BertKindModel<TModel> : EncoderModel<TModel>
    where TModel : BertKindModel<TModel>
{
    // N packed tokens, M of them that are wanted, B batch, C channels.
    private readonly EncoderDescription _description;
    private readonly BertKindEmbeddings _embeddings;
    private readonly Linear? _projection;
    private readonly EncoderLayer[] _layers;
    private readonly Linear? _pooler;

    private protected BertKindModel(PretrainedConfig config, EncoderDescription description)
        : base(config)
    {
        _description = description;
        _embeddings = RegisterModule("embeddings", new BertKindEmbeddings(description.Embeddings));
        int size = description.Layer.HiddenSize;
        _projection = description.Projection is { } projection ? RegisterModule(projection, new Linear(description.Embeddings.Size, size)) : null;
        RelativeBias? bias = description.RelativeBias is { } table ? new(new Embedding(table.Rows, description.Layer.Heads)) : null;
        Dictionary<string, EncoderLayer> layers = [];
        foreach (string name in description.Layers.Distinct())
        {
            layers[name] = RegisterModule(name, new BertKindLayer(description.Layer, bias));
        }

        _layers = [.. description.Layers.Select(name => layers[name])];
        if (bias is not null)
        {
            RegisterModule(description.RelativeBias!.Value.Name, bias.Table);
        }

        _pooler = description.Pooler is { } pooler ? RegisterModule(pooler, new Linear(size, size)) : null;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> ForwardParameters => _description.Embeddings.TokenTypes == 0
        ? ["input_ids", "attention_mask", "position_ids", "inputs_embeds"]
        : ["input_ids", "attention_mask", "token_type_ids", "position_ids", "inputs_embeds"];

    internal sealed override EncoderInput Pack(Batch batch) =>
        EncoderInput.Of(batch, Config, _description.Embeddings.TokenTypes, _description.Embeddings.CountedFrom);

    internal sealed override Tensor Encode(
        EncoderInput input, double? neftuneNoiseAlpha, ICollection<Tensor>? hiddenStates, SequenceLayout wanted)
    {
        Tensor embedded = _embeddings.Forward(input, neftuneNoiseAlpha);                    // [N, embedding size]
        Tensor hidden = _projection is null ? embedded : _projection.Forward(embedded);     // [N, C]
        return LayerStack.Run(hidden, _layers, input.Layout, hiddenStates, wanted);         // [M, C]
    }

    internal sealed override Tensor? Pool(Tensor first) => _pooler is null ? null : Functional.Tanh(_pooler.Forward(first)); // [B, C]
}
