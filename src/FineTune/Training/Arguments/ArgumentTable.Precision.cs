namespace FineTune.Training;

/// <content>Number formats, recomputation and compilation.</content>
internal static partial class ArgumentTable
{
    private static TrainingArgument[] Precision() =>
    [
        TrainingArgument.Boolean("bf16", "whether linear layers multiply in bfloat16; all else stays float32", a => a.Bf16, (a, v) => a with { Bf16 = v }),
        TrainingArgument.Boolean("fp16", "whether a GPU computes in float16", a => a.Fp16, (a, v) => a with { Fp16 = v })
            .Satisfied("on a CPU the reference computes in float32 too when this is set"),
        TrainingArgument.Boolean("bf16_full_eval", "whether the weights are cast to bfloat16 for evaluation",
            a => a.Bf16FullEval, (a, v) => a with { Bf16FullEval = v }),
        TrainingArgument.Boolean("fp16_full_eval", "whether the weights are cast to float16 for evaluation",
            a => a.Fp16FullEval, (a, v) => a with { Fp16FullEval = v }),
        TrainingArgument.NullableBoolean("tf32", "whether a GPU computes in TF32", a => a.Tf32, (a, v) => a with { Tf32 = v })
            .Refused("there is no GPU here"),
        TrainingArgument.NullableBoolean("activation_checkpointing", "whether activations are computed again in the backward pass",
            a => a.ActivationCheckpointing, (a, v) => a with { ActivationCheckpointing = v }),
        TrainingArgument.NullableMap("activation_checkpointing_kwargs", "the settings of activation_checkpointing",
            a => a.ActivationCheckpointingKwargs, (a, v) => a with { ActivationCheckpointingKwargs = v }),
        TrainingArgument.NullableBoolean("gradient_checkpointing", "the older name of activation_checkpointing",
            a => a.GradientCheckpointing, (a, v) => a with { GradientCheckpointing = v }),
        TrainingArgument.NullableMap("gradient_checkpointing_kwargs", "the older name of activation_checkpointing_kwargs",
            a => a.GradientCheckpointingKwargs, (a, v) => a with { GradientCheckpointingKwargs = v }),
        TrainingArgument.Boolean("torch_compile", "whether torch compiles the model", a => a.TorchCompile, (a, v) => a with { TorchCompile = v })
            .Refused("there is no torch here; the code is compiled already"),
        TrainingArgument.NullableText("torch_compile_backend", "the compiler that torch_compile uses",
            a => a.TorchCompileBackend, (a, v) => a with { TorchCompileBackend = v })
            .Refused("there is no torch here; the code is compiled already"),
        TrainingArgument.NullableText("torch_compile_mode", "the mode of torch_compile",
            a => a.TorchCompileMode, (a, v) => a with { TorchCompileMode = v })
            .Refused("there is no torch here; the code is compiled already"),
        TrainingArgument.Boolean("use_liger_kernel", "whether Liger's GPU kernels are used",
            a => a.UseLigerKernel, (a, v) => a with { UseLigerKernel = v })
            .Refused("there is no GPU here"),
        TrainingArgument.NullableMap("liger_kernel_config", "the settings of use_liger_kernel",
            a => a.LigerKernelConfig, (a, v) => a with { LigerKernelConfig = v })
            .Refused("there is no GPU here"),
        TrainingArgument.Boolean("use_cache", "the value of use_cache in the model's configuration",
            a => a.UseCache, (a, v) => a with { UseCache = v }),
        TrainingArgument.NullableReal("neftune_noise_alpha", "the strength of the noise added to the embeddings in training",
            a => a.NeftuneNoiseAlpha, (a, v) => a with { NeftuneNoiseAlpha = v }),
        TrainingArgument.NullableInteger("torch_empty_cache_steps", "how many steps lie between two clearings of a GPU's memory cache",
            a => a.TorchEmptyCacheSteps, (a, v) => a with { TorchEmptyCacheSteps = v })
            .Satisfied("there is no GPU here"),
        TrainingArgument.Boolean("auto_find_batch_size", "whether training starts again, from its beginning, with the largest batch that fits when memory runs out",
            a => a.AutoFindBatchSize, (a, v) => a with { AutoFindBatchSize = v }),
    ];
}
