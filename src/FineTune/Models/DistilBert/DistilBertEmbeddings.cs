namespace FineTune;

/// <summary><c>dropout(LayerNorm(word[id] + position[column]))</c> for every packed token.</summary>
internal sealed class DistilBertEmbeddings : Module
{
    private readonly Embedding _wordEmbeddings;
    private readonly LayerNorm _layerNorm;
    private readonly Dropout _dropout;

    public DistilBertEmbeddings(DistilBertConfig config)
    {
        _wordEmbeddings = RegisterModule("word_embeddings", new Embedding(config.VocabSize, config.Dim, config.PadTokenId));
        PositionEmbeddings = RegisterModule("position_embeddings", new Embedding(config.MaxPositionEmbeddings, config.Dim));
        _layerNorm = RegisterModule("LayerNorm", new LayerNorm(config.Dim, 1e-12));
        _dropout = RegisterModule("dropout", new Dropout(config.Dropout));
    }

    public Embedding PositionEmbeddings { get; }

    public Tensor Forward(EncoderInput input, double? neftuneNoiseAlpha) => Training && neftuneNoiseAlpha is { } alpha
        ? Fused.EmbedWithNoise(input, _wordEmbeddings, tokenType: null, PositionEmbeddings, _layerNorm, _dropout, alpha)
        : Fused.Embed(input, _wordEmbeddings, tokenType: null, PositionEmbeddings, _layerNorm, _dropout); // [N, C]
}
