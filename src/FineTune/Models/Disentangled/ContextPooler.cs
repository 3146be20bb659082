namespace FineTune;

/// <summary>One vector a text: <c>activation(dense(dropout(hidden state of the first token)))</c>.</summary>
internal sealed class ContextPooler : Module
{
    private readonly Linear _dense;
    private readonly Dropout _dropout;
    private readonly ActivationModule _activation;

    public ContextPooler(DisentangledConfig config)
    {
        _dense = RegisterModule("dense", new Linear(config.HiddenSize, config.HiddenSize));
        _dropout = RegisterModule("dropout", new Dropout(config.PoolerDropout));
        _activation = ActivationModule.Of(config.PoolerHiddenAct);
    }

    public Tensor Forward(Tensor first) => _activation.Forward(_dense, _dropout.Forward(first)); // [B, C]
}
