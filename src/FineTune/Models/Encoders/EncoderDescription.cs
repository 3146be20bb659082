namespace FineTune;

/// <summary>What tells an architecture of BERT's kind from another: its parts, and the names they have in a state dict.</summary>
internal sealed record EncoderDescription
{
    /// <summary>Gets what the embeddings are.</summary>
    public required EmbeddingDescription Embeddings { get; init; }

    /// <summary>Gets what a layer is.</summary>
    public required LayerDescription Layer { get; init; }

    /// <summary>Gets the names of the layers in the order they are applied; one that comes again is the same layer, with the same weights.</summary>
    public required IReadOnlyList<string> Layers { get; init; }

    /// <summary>Gets the name of the matrix between embeddings and layers, or null for none. Default null.</summary>
    public string? Projection { get; init; }

    /// <summary>Gets the name and the rows of the table of a bias of relative positions, which the reference makes after the layers; or null. Default null.</summary>
    public (string Name, int Rows)? RelativeBias { get; init; }

    /// <summary>Gets the name of the pooler's matrix, or null for a model without a pooler. Default null.</summary>
    public string? Pooler { get; init; }

    /// <summary>Describes BERT with a configuration's sizes.</summary>
    public static EncoderDescription Of(BertKindConfig config) => new()
    {
        Embeddings = EmbeddingDescription.Of(config, config.TypeVocabSize),
        Layer = LayerDescription.Of(config),
        Layers = Numbered("encoder.layer", config.NumHiddenLayers),
        Pooler = "pooler.dense",
    };

    /// <summary>Names layers that each have weights of their own.</summary>
    public static IReadOnlyList<string> Numbered(string prefix, int count) => [.. Enumerable.Range(0, count).Select(i => $"{prefix}.{i}")];
}
