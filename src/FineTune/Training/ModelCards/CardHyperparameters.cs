using System.Text.Json.Nodes;

namespace FineTune.Training;

/// <summary>The arguments a model card lists: those the reference's does, then all others that are not at their defaults.</summary>
internal static class CardHyperparameters
{
    private static readonly HashSet<string> s_elsewhere =
    [
        // In the reference's lines.
        "learning_rate", "per_device_train_batch_size", "per_device_eval_batch_size", "seed", "gradient_accumulation_steps", "optim", "optim_args", "adam_beta1",
        "adam_beta2", "adam_epsilon", "lr_scheduler_type", "warmup_steps", "max_steps", "num_train_epochs", "fp16", "label_smoothing_factor",

        // About the run, not about the model.
        "output_dir", "do_train", "do_eval", "do_predict", "report_to", "run_name", "disable_tqdm", "log_level", "logging_strategy", "logging_steps",
        "logging_first_step", "eval_on_start", "save_strategy", "save_steps", "save_total_limit", "save_only_model", "push_to_hub", "hub_model_id", "hub_strategy",
        "hub_token", "hub_private_repo", "hub_always_push", "hub_revision", "resume_from_checkpoint", "use_cpu", "skip_memory_metrics", "torch_empty_cache_steps",
        "dataloader_num_workers", "dataloader_prefetch_factor", "dataloader_pin_memory", "dataloader_persistent_workers", "eval_strategy", "eval_steps",
        "eval_accumulation_steps", "include_num_input_tokens_seen", "greater_is_better", "restore_callback_states_from_checkpoint", "enable_jit_checkpoint",
        "ddp_timeout", "ddp_bucket_cap_mb", "log_on_each_node", "log_level_replica",
    ];

    /// <summary>Gets names and values in order.</summary>
    public static IEnumerable<(string Name, string Value)> Of(TrainingArguments args)
    {
        yield return ("learning_rate", PythonNumber.Repr(args.LearningRate));
        yield return ("train_batch_size", $"{args.TrainBatchSize}");
        yield return ("eval_batch_size", $"{args.EvalBatchSize}");
        yield return ("seed", $"{args.Seed}");
        int devices = args.WorldSize;
        if (devices > 1)
        {
            yield return ("distributed_type", "multi-CPU");
            yield return ("num_devices", $"{devices}");
        }

        if (args.GradientAccumulationSteps > 1)
        {
            yield return ("gradient_accumulation_steps", $"{args.GradientAccumulationSteps}");
        }

        if (args.GradientAccumulationSteps > 1 || devices > 1)
        {
            yield return ("total_train_batch_size", $"{args.TrainBatchSize * args.GradientAccumulationSteps * args.AcceleratorConfig.BatchesOfRound(devices)}");
        }

        if (devices > 1)
        {
            yield return ("total_eval_batch_size", $"{args.EvalBatchSize * devices}");
        }

        yield return ("optimizer", Optimizer(args));
        yield return ("lr_scheduler_type", Value(args, "lr_scheduler_type"));
        if (args.WarmupSteps != 0)
        {
            yield return ("lr_scheduler_warmup_steps", Value(args, "warmup_steps"));
        }

        yield return args.MaxSteps != -1 ? ("training_steps", $"{args.MaxSteps}") : ("num_epochs", PythonNumber.Repr(args.NumTrainEpochs));
        if (args.Fp16)
        {
            yield return ("mixed_precision_training", "Native AMP");
        }

        if (args.LabelSmoothingFactor != 0)
        {
            yield return ("label_smoothing_factor", PythonNumber.Repr(args.LabelSmoothingFactor));
        }

        foreach (TrainingArgument argument in ArgumentTable.All)
        {
            if (argument.Support == ArgumentSupport.Works && !s_elsewhere.Contains(argument.Name) && argument.IsSet(args))
            {
                yield return (argument.Name, Value(args, argument.Name));
            }
        }
    }

    private static string Optimizer(TrainingArguments args)
    {
        string name = EnumSpelling<OptimizerNames>.Of(args.Optim);
        string own = string.IsNullOrEmpty(args.OptimArgs) ? "No additional optimizer arguments" : args.OptimArgs;
        return name.Contains("adam", StringComparison.OrdinalIgnoreCase)
            ? $"Use {name} with betas=({PythonNumber.Repr(args.AdamBeta1)},{PythonNumber.Repr(args.AdamBeta2)}) and epsilon={PythonNumber.Repr(args.AdamEpsilon)} and optimizer_args={own}"
            : $"Use {name} and the args are: {own}";
    }

    private static string Value(TrainingArguments args, string name) =>
        ArgumentTable.Find(name)!.Read(args) is JsonNode value ? PythonText.Of(value) : "None";
}
