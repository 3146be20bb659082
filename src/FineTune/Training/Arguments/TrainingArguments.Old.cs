using System.ComponentModel;

namespace FineTune;

/// <content>Arguments that earlier versions of the reference had: who sets one is told the new name by the compiler.</content>
public sealed partial record TrainingArguments
{
    /// <summary>EvaluationStrategy is now EvalStrategy.</summary>
    [Obsolete("EvaluationStrategy is now EvalStrategy.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? EvaluationStrategy { get => null; init => _ = value; }

    /// <summary>WarmupRatio is now part of WarmupSteps: a value below 1 is a share of all steps (WarmupSteps = 0.1).</summary>
    [Obsolete("WarmupRatio is now part of WarmupSteps: a value below 1 is a share of all steps (WarmupSteps = 0.1).", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? WarmupRatio { get => null; init => _ = value; }

    /// <summary>NoCuda is now UseCpu.</summary>
    [Obsolete("NoCuda is now UseCpu.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? NoCuda { get => null; init => _ = value; }

    /// <summary>GroupByLength is now TrainSamplingStrategy = GroupByLength.</summary>
    [Obsolete("GroupByLength is now TrainSamplingStrategy = GroupByLength.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? GroupByLength { get => null; init => _ = value; }

    /// <summary>Adafactor is now Optim = Adafactor.</summary>
    [Obsolete("Adafactor is now Optim = Adafactor.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? Adafactor { get => null; init => _ = value; }

    /// <summary>PerGpuTrainBatchSize is now PerDeviceTrainBatchSize.</summary>
    [Obsolete("PerGpuTrainBatchSize is now PerDeviceTrainBatchSize.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? PerGpuTrainBatchSize { get => null; init => _ = value; }

    /// <summary>PerGpuEvalBatchSize is now PerDeviceEvalBatchSize.</summary>
    [Obsolete("PerGpuEvalBatchSize is now PerDeviceEvalBatchSize.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? PerGpuEvalBatchSize { get => null; init => _ = value; }

    /// <summary>IncludeInputsForMetrics is now IncludeForMetrics = Inputs.</summary>
    [Obsolete("IncludeInputsForMetrics is now IncludeForMetrics = Inputs.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? IncludeInputsForMetrics { get => null; init => _ = value; }

    /// <summary>PushToHubModelId is now HubModelId.</summary>
    [Obsolete("PushToHubModelId is now HubModelId.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? PushToHubModelId { get => null; init => _ = value; }

    /// <summary>PushToHubToken is now HubToken.</summary>
    [Obsolete("PushToHubToken is now HubToken.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? PushToHubToken { get => null; init => _ = value; }

    /// <summary>PushToHubOrganization is gone: write the organization before the name, HubModelId = ORGANIZATION/NAME.</summary>
    [Obsolete("PushToHubOrganization is gone: write the organization before the name, HubModelId = ORGANIZATION/NAME.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? PushToHubOrganization { get => null; init => _ = value; }

    /// <summary>LoggingDir is gone: set the environment variable TENSORBOARD_LOGGING_DIR; the default is OUTPUT_DIR/runs/....</summary>
    [Obsolete("LoggingDir is gone: set the environment variable TENSORBOARD_LOGGING_DIR; the default is OUTPUT_DIR/runs/....", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? LoggingDir { get => null; init => _ = value; }

    /// <summary>OverwriteOutputDir is gone: training into a folder that holds an older run works without it.</summary>
    [Obsolete("OverwriteOutputDir is gone: training into a folder that holds an older run works without it.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? OverwriteOutputDir { get => null; init => _ = value; }

    /// <summary>SaveSafetensors is gone: weights are always saved as model.safetensors.</summary>
    [Obsolete("SaveSafetensors is gone: weights are always saved as model.safetensors.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? SaveSafetensors { get => null; init => _ = value; }

    /// <summary>IncludeTokensPerSecond is gone: tokens are counted and logged with IncludeNumInputTokensSeen = All.</summary>
    [Obsolete("IncludeTokensPerSecond is gone: tokens are counted and logged with IncludeNumInputTokensSeen = All.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? IncludeTokensPerSecond { get => null; init => _ = value; }

    /// <summary>UseMpsDevice is gone: there is no GPU here.</summary>
    [Obsolete("UseMpsDevice is gone: there is no GPU here.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? UseMpsDevice { get => null; init => _ = value; }

    /// <summary>Fp16Backend is gone: it has no meaning on a CPU.</summary>
    [Obsolete("Fp16Backend is gone: it has no meaning on a CPU.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? Fp16Backend { get => null; init => _ = value; }

    /// <summary>HalfPrecisionBackend is gone: it has no meaning on a CPU.</summary>
    [Obsolete("HalfPrecisionBackend is gone: it has no meaning on a CPU.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? HalfPrecisionBackend { get => null; init => _ = value; }

    /// <summary>Fp16OptLevel is gone: it has no meaning on a CPU.</summary>
    [Obsolete("Fp16OptLevel is gone: it has no meaning on a CPU.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? Fp16OptLevel { get => null; init => _ = value; }

    /// <summary>JitModeEval is gone: there is no torch here.</summary>
    [Obsolete("JitModeEval is gone: there is no torch here.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? JitModeEval { get => null; init => _ = value; }

    /// <summary>UseIpex is gone: there is no torch here.</summary>
    [Obsolete("UseIpex is gone: there is no torch here.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? UseIpex { get => null; init => _ = value; }

    /// <summary>PastIndex is gone.</summary>
    [Obsolete("PastIndex is gone.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? PastIndex { get => null; init => _ = value; }

    /// <summary>TpuNumCores is gone: there is no TPU here.</summary>
    [Obsolete("TpuNumCores is gone: there is no TPU here.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? TpuNumCores { get => null; init => _ = value; }

    /// <summary>TpuMetricsDebug is gone: there is no TPU here.</summary>
    [Obsolete("TpuMetricsDebug is gone: there is no TPU here.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? TpuMetricsDebug { get => null; init => _ = value; }

    /// <summary>RayScope is gone: it has no meaning on a CPU.</summary>
    [Obsolete("RayScope is gone: it has no meaning on a CPU.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? RayScope { get => null; init => _ = value; }

    /// <summary>Torchdynamo is gone: there is no torch here.</summary>
    [Obsolete("Torchdynamo is gone: there is no torch here.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? Torchdynamo { get => null; init => _ = value; }

    /// <summary>MpParameters is gone: it has no meaning on a CPU.</summary>
    [Obsolete("MpParameters is gone: it has no meaning on a CPU.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? MpParameters { get => null; init => _ = value; }

    /// <summary>UseLegacyPredictionLoop is gone: there is one evaluation loop.</summary>
    [Obsolete("UseLegacyPredictionLoop is gone: there is one evaluation loop.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? UseLegacyPredictionLoop { get => null; init => _ = value; }

    /// <summary>FsdpMinNumParams is gone: every process has all parameters.</summary>
    [Obsolete("FsdpMinNumParams is gone: every process has all parameters.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? FsdpMinNumParams { get => null; init => _ = value; }

    /// <summary>FsdpTransformerLayerClsToWrap is gone: every process has all parameters.</summary>
    [Obsolete("FsdpTransformerLayerClsToWrap is gone: every process has all parameters.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? FsdpTransformerLayerClsToWrap { get => null; init => _ = value; }

    /// <summary>ShardedDdp is gone: it has no meaning on a CPU.</summary>
    [Obsolete("ShardedDdp is gone: it has no meaning on a CPU.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? ShardedDdp { get => null; init => _ = value; }

    /// <summary>DispatchBatches is now a field of AcceleratorConfig.</summary>
    [Obsolete("DispatchBatches is now a field of AcceleratorConfig.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? DispatchBatches { get => null; init => _ = value; }

    /// <summary>SplitBatches is now a field of AcceleratorConfig.</summary>
    [Obsolete("SplitBatches is now a field of AcceleratorConfig.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? SplitBatches { get => null; init => _ = value; }

    /// <summary>EvaluateDuringTraining is now EvalStrategy = Steps.</summary>
    [Obsolete("EvaluateDuringTraining is now EvalStrategy = Steps.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? EvaluateDuringTraining { get => null; init => _ = value; }

    /// <summary>XpuBackend is gone: processes talk by the MPI that started them.</summary>
    [Obsolete("XpuBackend is gone: processes talk by the MPI that started them.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? XpuBackend { get => null; init => _ = value; }

    /// <summary>DeepspeedPlugin is gone: every process has all parameters.</summary>
    [Obsolete("DeepspeedPlugin is gone: every process has all parameters.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public object? DeepspeedPlugin { get => null; init => _ = value; }
}
