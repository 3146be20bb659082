using FineTune.Training;

namespace FineTune.Classification;

/// <summary>Which arguments only say how to train, so that what uses a trained model does not take them.</summary>
internal static class TrainingOnly
{
    private static readonly HashSet<string> s_names =
    [
        "train_file", "train_split_name", "shuffle_train_dataset", "shuffle_seed", "max_train_samples", "early_stopping_patience", "early_stopping_threshold", "lr_find",
        "per_device_train_batch_size", "num_train_epochs", "max_steps",
        "learning_rate", "lr_scheduler_type", "lr_scheduler_kwargs", "warmup_steps",
        "optim", "optim_args", "weight_decay", "adam_beta1", "adam_beta2", "adam_epsilon", "optim_target_modules",
        "gradient_accumulation_steps", "average_tokens_across_devices", "max_grad_norm",
        "activation_checkpointing", "activation_checkpointing_kwargs", "gradient_checkpointing", "gradient_checkpointing_kwargs", "neftune_noise_alpha", "auto_find_batch_size",
        "logging_strategy", "logging_steps", "logging_first_step", "logging_nan_inf_filter", "include_num_input_tokens_seen",
        "eval_strategy", "eval_steps", "eval_delay", "eval_on_start",
        "save_only_model", "save_strategy", "save_steps", "save_on_each_node", "save_total_limit", "enable_jit_checkpoint",
        "load_best_model_at_end", "metric_for_best_model", "greater_is_better", "ignore_data_skip", "restore_callback_states_from_checkpoint",
        "train_sampling_strategy", "do_train", "resume_from_checkpoint",
        "upstream_accumulation", "max_time", "layerwise_lr_decay", "ddp_comm_hook", "fast_dev_run", "ema_decay", "freeze",
    ];

    /// <summary>Gets the arguments of a run that does not train.</summary>
    public static IEnumerable<Argument> Others => RunConfiguration.Arguments.Where(argument => !s_names.Contains(argument.Name));

    /// <summary>Gets which verbs take an argument of a run, in words; null for a name that is none.</summary>
    public static string? TakenBy(string name) => s_names.Contains(name) ? "it says how to train; train, plan and resume take it"
        : RunConfiguration.Arguments.Any(argument => argument.Name == name) ? "train, plan, resume, evaluate and predict take it"
        : null;
}
