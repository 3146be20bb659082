namespace FineTune;

/// <summary>The feed-forward part: <c>lin2(activation(lin1(x)))</c>; the layer applies its dropout with the residual.</summary>
internal sealed class DistilBertFfn : Module
{
    private readonly Linear _lin1;
    private readonly Linear _lin2;
    private readonly ActivationModule _activation;

    public DistilBertFfn(DistilBertConfig config)
    {
        Dropout = RegisterModule("dropout", new Dropout(config.Dropout));
        _lin1 = RegisterModule("lin1", new Linear(config.Dim, config.HiddenDim));
        _lin2 = RegisterModule("lin2", new Linear(config.HiddenDim, config.Dim));
        _activation = RegisterModule("activation", ActivationModule.Of(config.Activation));
    }

    public Dropout Dropout { get; }

    public Tensor Forward(Tensor hidden) => _lin2.Forward(_activation.Forward(_lin1, hidden)); // [N, C]
}
