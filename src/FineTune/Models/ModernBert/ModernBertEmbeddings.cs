namespace FineTune;

/// <summary><c>dropout(LayerNorm(tok[id]))</c> for every packed token; positions are the attention's.</summary>
internal sealed class ModernBertEmbeddings : Module
{
    private readonly LayerNorm _norm;
    private readonly Dropout _drop;

    public ModernBertEmbeddings(ModernBertConfig config)
    {
        TokEmbeddings = RegisterModule("tok_embeddings", new Embedding(config.VocabSize, config.HiddenSize, config.PadTokenId));
        _norm = RegisterModule("norm", ModernBertLayer.Norm(config));
        _drop = RegisterModule("drop", new Dropout(config.EmbeddingDropout));
    }

    public Embedding TokEmbeddings { get; }

    public Tensor Forward(EncoderInput input, double? neftuneNoiseAlpha) =>
        Fused.Embed(input, TokEmbeddings, tokenType: null, position: null, _norm, _drop, neftuneNoiseAlpha); // [N, C]
}
