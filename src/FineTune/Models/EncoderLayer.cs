using FineTune.Autograd;

namespace FineTune;

/// <summary>One of the layers an encoder stacks: packed hidden states in, packed hidden states out, <c>[N, C]</c> to <c>[N, C]</c>.</summary>
internal abstract class EncoderLayer : Module
{
    private Parameter[]? _parameters;

    /// <summary>Gets or sets whether a training step keeps only the layer's input, and computes the rest again in backward. Default false.</summary>
    public bool ActivationCheckpointing { get; set; }

    public abstract Tensor Forward(Tensor hidden, SequenceLayout layout);

    /// <summary>Applies the layer, keeping what its settings say.</summary>
    public Tensor Apply(Tensor hidden, SequenceLayout layout)
    {
        if (!ActivationCheckpointing || !Training)
        {
            return Forward(hidden, layout);
        }

        _parameters ??= [.. Parameters()];
        return Checkpoint.Apply([hidden, .. _parameters], input => Forward(input, layout), Generator);
    }
}
