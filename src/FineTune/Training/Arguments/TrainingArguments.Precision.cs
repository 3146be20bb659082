namespace FineTune;

/// <content>Number formats, recomputation and compilation.</content>
public sealed partial record TrainingArguments
{
    /// <summary>Gets whether linear layers multiply in bfloat16; all else stays float32. Default false.</summary>
    /// <remarks>
    /// The operands of their products are rounded, forward and backward; sums, results, weights, gradients and everything else stay float32, so that there is nothing to
    /// scale. Layers of fewer than 32 outputs, such as a head, are not rounded. Faster on processors with AMX-BF16 (Linux) or AMD's with AVX512-BF16; see docs/guides/mixed-precision.md.
    /// </remarks>
    public bool Bf16 { get; init; }

    /// <summary>Gets whether a GPU computes in float16. Default false.</summary>
    /// <remarks>Accepted with any value and without effect: on a CPU the reference computes in float32 too when this is set.</remarks>
    public bool Fp16 { get; init; }

    /// <summary>Gets whether the weights are cast to bfloat16 for evaluation. Default false.</summary>
    /// <remarks>
    /// Evaluations and predictions outside training round the model's weights for good and multiply in bfloat16: what it is saved as then is bfloat16, and
    /// it cannot be trained any more. Evaluations during training are not touched. Unlike in the reference, loss and scores are float32.
    /// </remarks>
    public bool Bf16FullEval { get; init; }

    /// <summary>Gets whether the weights are cast to float16 for evaluation. Default false.</summary>
    /// <remarks>As <see cref="Bf16FullEval"/>, with weights of float16; products, loss and scores are float32, where the reference's are float16.</remarks>
    public bool Fp16FullEval { get; init; }

    /// <summary>Gets whether a GPU computes in TF32. Default null.</summary>
    /// <remarks>Refused when set: there is no GPU here.</remarks>
    public bool? Tf32 { get; init; }

    /// <summary>Gets whether activations are computed again in the backward pass. Default null.</summary>
    /// <remarks>Null counts as false. The numbers are the same bit for bit; a step takes less memory and more time.</remarks>
    public bool? ActivationCheckpointing { get; init; }

    /// <summary>Gets the settings of activation_checkpointing. Default null.</summary>
    /// <remarks><see cref="PreTrainedModel.ActivationCheckpointingEnable"/> lists them.</remarks>
    public IReadOnlyDictionary<string, object?>? ActivationCheckpointingKwargs { get; init; }

    /// <summary>Gets the older name of activation_checkpointing. Default null.</summary>
    /// <remarks>It counts when that is null.</remarks>
    public bool? GradientCheckpointing { get; init; }

    /// <summary>Gets the older name of activation_checkpointing_kwargs. Default null.</summary>
    /// <remarks>It counts when that is null.</remarks>
    public IReadOnlyDictionary<string, object?>? GradientCheckpointingKwargs { get; init; }

    /// <summary>Gets whether torch compiles the model. Default false.</summary>
    /// <remarks>Refused when set: there is no torch here; the code is compiled already.</remarks>
    public bool TorchCompile { get; init; }

    /// <summary>Gets the compiler that torch_compile uses. Default null.</summary>
    /// <remarks>Refused when set: there is no torch here; the code is compiled already.</remarks>
    public string? TorchCompileBackend { get; init; }

    /// <summary>Gets the mode of torch_compile. Default null.</summary>
    /// <remarks>Refused when set: there is no torch here; the code is compiled already.</remarks>
    public string? TorchCompileMode { get; init; }

    /// <summary>Gets whether Liger's GPU kernels are used. Default false.</summary>
    /// <remarks>Refused when set: there is no GPU here.</remarks>
    public bool UseLigerKernel { get; init; }

    /// <summary>Gets the settings of use_liger_kernel. Default null.</summary>
    /// <remarks>Refused when set: there is no GPU here.</remarks>
    public IReadOnlyDictionary<string, object?>? LigerKernelConfig { get; init; }

    /// <summary>Gets the value of use_cache in the model's configuration. Default false.</summary>
    public bool UseCache { get; init; }

    /// <summary>Gets the strength of the noise added to the embeddings in training. Default null.</summary>
    public double? NeftuneNoiseAlpha { get; init; }

    /// <summary>Gets how many steps lie between two clearings of a GPU's memory cache. Default null.</summary>
    /// <remarks>Accepted with any value and without effect: there is no GPU here.</remarks>
    public int? TorchEmptyCacheSteps { get; init; }

    /// <summary>Gets whether training starts again, from its beginning, with the largest batch that fits when memory runs out. Default false.</summary>
    public bool AutoFindBatchSize { get; init; }
}
