namespace FineTune;

/// <content>Several processes, and debugging.</content>
public sealed partial record TrainingArguments
{
    /// <summary>Gets a setting of torch's data-parallel wrapper. Default null.</summary>
    /// <remarks>Accepted with any value and without effect: there is one process here.</remarks>
    public bool? DdpFindUnusedParameters { get; init; }

    /// <summary>Gets a setting of torch's data-parallel wrapper. Default null.</summary>
    /// <remarks>Accepted with any value and without effect: there is one process here.</remarks>
    public int? DdpBucketCapMb { get; init; }

    /// <summary>Gets a setting of torch's data-parallel wrapper. Default null.</summary>
    /// <remarks>Accepted with any value and without effect: there is one process here.</remarks>
    public bool? DdpBroadcastBuffers { get; init; }

    /// <summary>Gets a setting of torch's data-parallel wrapper. Default null.</summary>
    /// <remarks>Accepted with any value and without effect: there is one process here.</remarks>
    public bool? DdpStaticGraph { get; init; }

    /// <summary>Gets how processes talk to each other. Default null.</summary>
    /// <remarks>Accepted with any value and without effect: there is one process here.</remarks>
    public string? DdpBackend { get; init; }

    /// <summary>Gets how many seconds processes wait for each other. Default 1800.</summary>
    /// <remarks>Accepted with any value and without effect: there is one process here.</remarks>
    public int DdpTimeout { get; init; } = 1800;

    /// <summary>Gets whether parameters are spread over processes. Default null.</summary>
    /// <remarks>Refused when set: there is one process here.</remarks>
    public string? Fsdp { get; init; }

    /// <summary>Gets the settings of fsdp. Default null.</summary>
    /// <remarks>Refused when set: there is one process here.</remarks>
    public IReadOnlyDictionary<string, object?>? FsdpConfig { get; init; }

    /// <summary>Gets the configuration of DeepSpeed. Default null.</summary>
    /// <remarks>Refused when set: there is one process here.</remarks>
    public string? Deepspeed { get; init; }

    /// <summary>Gets debugging switches: underflow_overflow, tpu_metrics_debug. Default empty.</summary>
    /// <remarks>
    /// Refused when set: a loss or gradient that is not finite already stops the run and is named (logging_nan_inf_filter null).
    /// </remarks>
    public IReadOnlyList<string> Debug { get; init; } = [];

    /// <summary>Gets whether memory use is left out of the metrics. Default true.</summary>
    public bool SkipMemoryMetrics { get; init; } = true;
}
