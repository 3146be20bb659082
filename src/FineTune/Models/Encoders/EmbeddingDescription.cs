namespace FineTune;

/// <summary>What tells the embeddings of one architecture of BERT's kind from those of another.</summary>
internal sealed record EmbeddingDescription
{
    /// <summary>Gets the number of words.</summary>
    public required int VocabSize { get; init; }

    /// <summary>Gets the size of a token's vector before the layers, which may be another than inside them.</summary>
    public required int Size { get; init; }

    /// <summary>Gets the number of positions.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>Gets the number of token types, or 0 for a model that has none.</summary>
    public required int TokenTypes { get; init; }

    /// <summary>Gets the word whose fresh embedding is zero and never trained, or null.</summary>
    public required int? PadTokenId { get; init; }

    /// <summary>Gets what is added to a variance.</summary>
    public required double LayerNormEps { get; init; }

    /// <summary>Gets the dropout rate.</summary>
    public required double Dropout { get; init; }

    /// <summary>
    /// Gets, where positions are counted over the tokens that are no padding, the padding token's id, which is the position of padding too and
    /// the one before the first; null where they are the columns.
    /// </summary>
    public int? CountedFrom { get; init; }

    /// <summary>Gets whether the reference makes the table of positions after the others.</summary>
    public bool PositionsLast { get; init; }

    /// <summary>Describes BERT's embeddings with a configuration's sizes.</summary>
    public static EmbeddingDescription Of(EncoderConfig config, int tokenTypes) => new()
    {
        VocabSize = config.VocabSize,
        Size = config.HiddenSize,
        MaxPositions = config.MaxPositionEmbeddings,
        TokenTypes = tokenTypes,
        PadTokenId = config.PadTokenId,
        LayerNormEps = config.LayerNormEps,
        Dropout = config.HiddenDropoutProb,
    };
}
