namespace FineTune;

/// <content>Several processes, and debugging.</content>
public sealed partial record TrainingArguments
{
    /// <summary>Gets a setting of torch's data-parallel wrapper. Default null.</summary>
    /// <remarks>Accepted with any value and without effect: a gradient that a process lacks counts as zeros.</remarks>
    public bool? DdpFindUnusedParameters { get; init; }

    /// <summary>Gets how many megabytes of gradients travel together; null means 25. Default null.</summary>
    public int? DdpBucketCapMb { get; init; }

    /// <summary>Gets a setting of torch's data-parallel wrapper. Default null.</summary>
    /// <remarks>Accepted with any value and without effect: training changes no buffer.</remarks>
    public bool? DdpBroadcastBuffers { get; init; }

    /// <summary>Gets a setting of torch's data-parallel wrapper. Default null.</summary>
    /// <remarks>Accepted with any value and without effect: gradients are always added in the same order.</remarks>
    public bool? DdpStaticGraph { get; init; }

    /// <summary>Gets how processes talk to each other. Default null.</summary>
    /// <remarks>Accepted with any value and without effect: processes talk by the MPI that started them.</remarks>
    public string? DdpBackend { get; init; }

    /// <summary>Gets how many seconds a process waits for another before it names it and ends the job. Default 1800.</summary>
    public int DdpTimeout { get; init; } = 1800;

    /// <summary>Gets whether parameters are spread over processes. Default null.</summary>
    /// <remarks>Refused when set: every process has all parameters.</remarks>
    public string? Fsdp { get; init; }

    /// <summary>Gets the settings of fsdp. Default null.</summary>
    /// <remarks>Refused when set: every process has all parameters.</remarks>
    public IReadOnlyDictionary<string, object?>? FsdpConfig { get; init; }

    /// <summary>Gets the configuration of DeepSpeed. Default null.</summary>
    /// <remarks>Refused when set: every process has all parameters.</remarks>
    public string? Deepspeed { get; init; }

    /// <summary>Gets debugging switches: underflow_overflow, tpu_metrics_debug. Default empty.</summary>
    /// <remarks>
    /// Refused when set: a loss or gradient that is not finite already stops the run and is named (logging_nan_inf_filter null).
    /// </remarks>
    public IReadOnlyList<string> Debug { get; init; } = [];

    /// <summary>Gets whether memory use is left out of the metrics. Default true.</summary>
    public bool SkipMemoryMetrics { get; init; } = true;
}
