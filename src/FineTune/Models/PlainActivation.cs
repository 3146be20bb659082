namespace FineTune;

/// <summary>An activation without weights; GELU is computed in one sweep with the layer before it.</summary>
internal sealed class PlainActivation(string name) : ActivationModule
{
    private readonly Func<Tensor, Tensor> _function = Activations.Get(name);
    private readonly bool _isGelu = name is "gelu" or "gelu_python";

    public override Tensor Forward(Linear dense, Tensor input) => _isGelu ? dense.ForwardGelu(input) : base.Forward(dense, input);

    protected override Tensor Forward(Tensor input) => _function(input);
}
