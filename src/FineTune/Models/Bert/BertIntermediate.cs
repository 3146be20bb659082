namespace FineTune;

/// <summary>The widening half of the feed-forward part: <c>activation(dense(x))</c>.</summary>
internal sealed class BertIntermediate : Module
{
    private readonly Linear _dense;
    private readonly ActivationModule _activation;

    public BertIntermediate(BertConfig config)
    {
        _dense = RegisterModule("dense", new Linear(config.HiddenSize, config.IntermediateSize));
        _activation = RegisterModule("intermediate_act_fn", ActivationModule.Of(config.HiddenAct));
    }

    public Tensor Forward(Tensor hidden) => _activation.Forward(_dense, hidden); // [N, intermediate_size]
}
