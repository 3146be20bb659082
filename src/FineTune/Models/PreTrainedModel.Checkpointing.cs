namespace FineTune;

/// <content>Activations that are computed again instead of kept.</content>
public abstract partial class PreTrainedModel
{
    /// <summary>Gets whether the model can compute its activations again in backward, so that a training step needs less memory.</summary>
    public bool SupportsGradientCheckpointing => Layers.Any();

    /// <summary>Gets whether a training step computes activations again. Default false.</summary>
    public bool IsActivationCheckpointing => Layers.Any(layer => layer.ActivationCheckpointing);

    private IEnumerable<EncoderLayer> Layers => NamedModules().Select(pair => pair.Module).OfType<EncoderLayer>();

    /// <summary>
    /// Makes training steps keep only the input of layers and compute the rest again in backward, with the same random numbers: the same bits
    /// in a fraction of the memory, for about a third more time. Evaluation keeps nothing in any case.
    /// </summary>
    /// <param name="activationCheckpointingKwargs">
    /// <c>every_n_layers</c>, and what the reference hands to torch: <c>use_reentrant</c>, <c>determinism_check</c>, <c>debug</c> and
    /// <c>preserve_rng_state</c> are accepted where they change no number. Default null.
    /// </param>
    /// <param name="everyNLayers">One of how many layers is computed again: the first, then every n-th. Default 1.</param>
    /// <exception cref="InvalidOperationException">The model does not support it.</exception>
    /// <exception cref="ArgumentException">A setting is unknown or out of range.</exception>
    public void ActivationCheckpointingEnable(IReadOnlyDictionary<string, object?>? activationCheckpointingKwargs = null, int everyNLayers = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(everyNLayers);
        CheckpointingSettings settings = CheckpointingSettings.Read(activationCheckpointingKwargs);
        if (!SupportsGradientCheckpointing)
        {
            Throw.NoCheckpointing(GetType().Name);
        }

        int every = settings.EveryNLayers == 1 ? everyNLayers : settings.EveryNLayers;
        int index = 0;
        foreach (EncoderLayer layer in Layers)
        {
            layer.ActivationCheckpointing = index++ % every == 0;
        }
    }

    /// <summary>Makes training steps keep their activations again.</summary>
    public void ActivationCheckpointingDisable()
    {
        foreach (EncoderLayer layer in Layers)
        {
            layer.ActivationCheckpointing = false;
        }
    }

    /// <summary>The reference's older name of <see cref="ActivationCheckpointingEnable"/>.</summary>
    /// <param name="gradientCheckpointingKwargs">The settings. Default null.</param>
    public void GradientCheckpointingEnable(IReadOnlyDictionary<string, object?>? gradientCheckpointingKwargs = null) =>
        ActivationCheckpointingEnable(gradientCheckpointingKwargs);

    /// <summary>The reference's older name of <see cref="ActivationCheckpointingDisable"/>.</summary>
    public void GradientCheckpointingDisable() => ActivationCheckpointingDisable();
}
