using FineTune.Autograd;

namespace FineTune;

/// <summary>
/// One of the layers an encoder stacks: packed hidden states in, packed hidden states out, <c>[N, C]</c> to <c>[M, C]</c>, where M is N, or B for a
/// layer of which only each text's first position is wanted.
/// </summary>
internal abstract class EncoderLayer : Module
{
    private Parameter[]? _parameters;

    /// <summary>Gets or sets whether a training step keeps only the layer's input, and computes the rest again in backward. Default false.</summary>
    public bool ActivationCheckpointing { get; set; }

    /// <summary>Gets the weights the layer reads that belong to the model around it, such as a table of relative positions. Default none.</summary>
    protected virtual IEnumerable<Parameter> SharedParameters => [];

    /// <summary>Applies the layer.</summary>
    /// <param name="hidden">Packed hidden states, <c>[N, C]</c>.</param>
    /// <param name="layout">Where they lie in the padded batch.</param>
    /// <param name="wanted">Which of them the result has: <paramref name="layout"/> for all, its <see cref="SequenceLayout.First"/> for each text's first.</param>
    public abstract Tensor Forward(Tensor hidden, SequenceLayout layout, SequenceLayout wanted);

    /// <summary>Applies the layer, keeping what its settings say.</summary>
    public Tensor Apply(Tensor hidden, SequenceLayout layout, SequenceLayout wanted)
    {
        if (!ActivationCheckpointing || !Training)
        {
            return Forward(hidden, layout, wanted);
        }

        _parameters ??= [.. Parameters(), .. SharedParameters];
        return Checkpoint.Apply([hidden, .. _parameters], input => Forward(input, layout, wanted), Generator);
    }
}
