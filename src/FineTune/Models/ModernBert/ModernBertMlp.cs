namespace FineTune;

/// <summary>The feed-forward part: of <c>(a, g) = Wi x</c>, <c>Wo dropout(activation(a) g)</c>, <c>[M, C]</c>.</summary>
internal sealed class ModernBertMlp : Module
{
    private readonly Func<Tensor, Tensor> _gated;
    private readonly Dropout _drop;

    public ModernBertMlp(ModernBertConfig config)
    {
        Wi = RegisterModule("Wi", new Linear(config.HiddenSize, 2 * config.IntermediateSize, config.MlpBias));
        _gated = Activations.GetGated(config.HiddenActivation);
        _drop = RegisterModule("drop", new Dropout(config.MlpDropout));
        Wo = RegisterModule("Wo", new Linear(config.IntermediateSize, config.HiddenSize, config.MlpBias));
    }

    public Linear Wi { get; }

    public Linear Wo { get; }

    public Tensor Forward(Tensor hidden, SequenceLayout layout) => Wo.ForwardUsingUp(_drop.Forward(_gated(Wi.Forward(hidden)), layout)); // [M, C]
}
