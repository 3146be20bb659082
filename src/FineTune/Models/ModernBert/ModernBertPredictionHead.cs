namespace FineTune;

/// <summary>What a classifier, or a predictor of masked words, begins with: <c>LayerNorm(activation(dense(x)))</c>.</summary>
internal sealed class ModernBertPredictionHead : Module
{
    private readonly ActivationModule _act;
    private readonly LayerNorm _norm;

    public ModernBertPredictionHead(ModernBertConfig config)
    {
        Dense = RegisterModule("dense", new Linear(config.HiddenSize, config.HiddenSize, config.ClassifierBias));
        _act = RegisterModule("act", ActivationModule.Of(config.ClassifierActivation));
        _norm = RegisterModule("norm", ModernBertLayer.Norm(config));
    }

    public Linear Dense { get; }

    public Tensor Forward(Tensor summary) => _norm.Forward(_act.Forward(Dense, summary)); // [B, C]
}
