namespace FineTune;

/// <summary>
/// What the first layer's result is added to: <c>mask(LayerNorm(layer + activation(dropout(mask(conv(embeddings))))))</c>.
/// </summary>
internal sealed class DisentangledConv : Module
{
    private readonly Conv1d _conv;
    private readonly LayerNorm _layerNorm;
    private readonly Dropout _dropout;
    private readonly Func<Tensor, Tensor> _activation;

    public DisentangledConv(DisentangledConfig config, int kernel, string activation)
    {
        _conv = RegisterModule("conv", new Conv1d(config.HiddenSize, kernel));
        _layerNorm = RegisterModule("LayerNorm", new LayerNorm(config.HiddenSize, config.LayerNormEps));
        _dropout = RegisterModule("dropout", new Dropout(config.HiddenDropoutProb));
        _activation = Activations.Get(activation);
    }

    public Tensor Forward(Tensor embedded, Tensor layer, SequenceLayout layout)
    {
        Tensor near = Fused.ClearMasked(_conv.Forward(embedded, layout), layout);                                       // [N, C]
        return Fused.ClearMasked(_layerNorm.Forward(layer + _activation(_dropout.Forward(near, layout))), layout);      // [N, C]
    }
}
