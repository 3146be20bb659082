namespace FineTune;

/// <summary>
/// <c>dropout(mask(LayerNorm(project(word[id] + position[column] + token_type[type]))))</c> for every packed token, without what a model has not.
/// </summary>
internal sealed class DisentangledEmbeddings : Module
{
    private readonly Embedding _wordEmbeddings;
    private readonly Embedding? _positionEmbeddings;
    private readonly Embedding? _tokenTypeEmbeddings;
    private readonly Linear? _embedProj;
    private readonly LayerNorm _layerNorm;
    private readonly Dropout _dropout;

    public DisentangledEmbeddings(DisentangledConfig config)
    {
        int size = config.EmbeddingSize;
        _wordEmbeddings = RegisterModule("word_embeddings", new Embedding(config.VocabSize, size, config.PadTokenId));
        _positionEmbeddings = config.PositionBiasedInput
            ? RegisterModule("position_embeddings", new Embedding(config.MaxPositionEmbeddings, size))
            : null;
        _tokenTypeEmbeddings = config.TypeVocabSize > 0
            ? RegisterModule("token_type_embeddings", new Embedding(config.TypeVocabSize, size))
            : null;
        _embedProj = size != config.HiddenSize ? RegisterModule("embed_proj", new Linear(size, config.HiddenSize, bias: false)) : null;
        _layerNorm = RegisterModule("LayerNorm", new LayerNorm(config.HiddenSize, config.LayerNormEps));
        _dropout = RegisterModule("dropout", new Dropout(config.HiddenDropoutProb));
    }

    public Tensor Forward(EncoderInput input, double? neftuneNoiseAlpha)
    {
        Tensor embedded = Fused.Embed(
            input, _wordEmbeddings, _tokenTypeEmbeddings, _positionEmbeddings, _layerNorm, _dropout, neftuneNoiseAlpha, _embedProj);   // [N, C]
        return Fused.ClearMasked(embedded, input.Layout);
    }
}
