namespace FineTune;

/// <summary>The settings of activation checkpointing, under the reference's names.</summary>
/// <param name="EveryNLayers">One of how many layers is computed again; the first, then every n-th.</param>
internal sealed record CheckpointingSettings(int EveryNLayers)
{
    /// <summary>Reads <c>activation_checkpointing_kwargs</c>.</summary>
    /// <exception cref="ArgumentException">A setting is unknown, or its value cannot be honoured.</exception>
    public static CheckpointingSettings Read(IReadOnlyDictionary<string, object?>? kwargs)
    {
        int everyNLayers = 1;
        foreach ((string key, object? value) in kwargs ?? new Dictionary<string, object?>())
        {
            switch (key)
            {
                case "every_n_layers" when value is int or long && Convert.ToInt64(value, null) is > 0 and <= int.MaxValue:
                    everyNLayers = (int)Convert.ToInt64(value, null);
                    break;

                // Both ways of the reference give these numbers, and activations lie in main memory in any case.
                case "use_reentrant" or "offload" or "debug" when value is bool:
                case "preserve_rng_state" when value is true:
                case "determinism_check" when value is "default" or "none":
                    break;
                default:
                    Throw.CheckpointingSetting(key, value);
                    break;
            }
        }

        return new CheckpointingSettings(everyNLayers);
    }
}
