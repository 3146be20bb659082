namespace FineTune;

/// <summary>What closes either half of a layer: <c>LayerNorm(dropout(dense(x)) + residual)</c>.</summary>
internal sealed class BertResidual : Module
{
    private readonly Linear _dense;
    private readonly LayerNorm _layerNorm;
    private readonly Dropout _dropout;

    public BertResidual(BertConfig config, int inputSize)
    {
        _dense = RegisterModule("dense", new Linear(inputSize, config.HiddenSize));
        _layerNorm = RegisterModule("LayerNorm", new LayerNorm(config.HiddenSize, config.LayerNormEps));
        _dropout = RegisterModule("dropout", new Dropout(config.HiddenDropoutProb));
    }

    public Tensor Forward(Tensor x, Tensor residual, SequenceLayout layout) =>
        Fused.DropoutAddLayerNorm(_dense.Forward(x), residual, _dropout, _layerNorm, layout); // [N, C]
}
