namespace FineTune;

/// <summary><c>dropout(LayerNorm(word[id] + token_type[type] + position[p]))</c> for every packed token, without types where a model has none.</summary>
internal sealed class BertKindEmbeddings : Module
{
    private readonly Embedding _wordEmbeddings;
    private readonly Embedding? _tokenTypeEmbeddings;
    private readonly LayerNorm _layerNorm;
    private readonly Dropout _dropout;

    public BertKindEmbeddings(EmbeddingDescription description)
    {
        Embedding positions = new(description.MaxPositions, description.Size, description.CountedFrom);
        _wordEmbeddings = RegisterModule("word_embeddings", new Embedding(description.VocabSize, description.Size, description.PadTokenId));
        PositionEmbeddings = description.PositionsLast ? positions : RegisterModule("position_embeddings", positions);
        _tokenTypeEmbeddings = description.TokenTypes == 0
            ? null
            : RegisterModule("token_type_embeddings", new Embedding(description.TokenTypes, description.Size));
        _layerNorm = RegisterModule("LayerNorm", new LayerNorm(description.Size, description.LayerNormEps));
        _dropout = RegisterModule("dropout", new Dropout(description.Dropout));
        if (description.PositionsLast)
        {
            RegisterModule("position_embeddings", positions);
        }
    }

    public Embedding PositionEmbeddings { get; }

    public Tensor Forward(EncoderInput input, double? neftuneNoiseAlpha) =>
        Fused.Embed(input, _wordEmbeddings, _tokenTypeEmbeddings, PositionEmbeddings, _layerNorm, _dropout, neftuneNoiseAlpha); // [N, C]
}
