namespace FineTune;

/// <summary><c>dropout(LayerNorm(word[id] + token_type[type] + position[column]))</c> for every packed token.</summary>
internal sealed class BertEmbeddings : Module
{
    private readonly Embedding _wordEmbeddings;
    private readonly Embedding _positionEmbeddings;
    private readonly Embedding _tokenTypeEmbeddings;
    private readonly LayerNorm _layerNorm;
    private readonly Dropout _dropout;

    public BertEmbeddings(BertConfig config)
    {
        _wordEmbeddings = RegisterModule("word_embeddings", new Embedding(config.VocabSize, config.HiddenSize, config.PadTokenId));
        _positionEmbeddings = RegisterModule("position_embeddings", new Embedding(config.MaxPositionEmbeddings, config.HiddenSize));
        _tokenTypeEmbeddings = RegisterModule("token_type_embeddings", new Embedding(config.TypeVocabSize, config.HiddenSize));
        _layerNorm = RegisterModule("LayerNorm", new LayerNorm(config.HiddenSize, config.LayerNormEps));
        _dropout = RegisterModule("dropout", new Dropout(config.HiddenDropoutProb));
    }

    public Tensor Forward(EncoderInput input, double? neftuneNoiseAlpha) => Training && neftuneNoiseAlpha is { } alpha
        ? Fused.EmbedWithNoise(input, _wordEmbeddings, _tokenTypeEmbeddings, _positionEmbeddings, _layerNorm, _dropout, alpha)
        : Fused.Embed(input, _wordEmbeddings, _tokenTypeEmbeddings, _positionEmbeddings, _layerNorm, _dropout); // [N, C]
}
