namespace FineTune.Training;

/// <summary>Which arguments a resumed run may have otherwise.</summary>
internal static class ArgumentEffects
{
    private static readonly HashSet<string> s_harmless =
    [
        "output_dir", "do_train", "do_eval", "do_predict", "log_level", "log_level_replica", "log_on_each_node", "disable_tqdm", "run_name", "report_to",
        "project", "save_total_limit", "save_on_each_node", "use_cpu", "dataloader_num_workers", "dataloader_prefetch_factor", "dataloader_pin_memory",
        "dataloader_persistent_workers", "dataloader_in_order", "max_time", "skip_memory_metrics", "torch_empty_cache_steps", "push_to_hub", "hub_model_id",
        "hub_strategy", "hub_private_repo", "hub_always_push", "hub_revision", "hub_token", "logging_first_step", "per_device_eval_batch_size",
        "save_only_model", "logging_strategy", "logging_steps", "resume_from_checkpoint", "enable_jit_checkpoint", "fp16", "bf16_full_eval", "fp16_full_eval", "ddp_timeout", "ddp_bucket_cap_mb",
    ];

    private static readonly HashSet<string> s_impossible = ["freeze", "layerwise_lr_decay"];

    private static readonly HashSet<string> s_ofSaving = ["save_strategy", "save_steps"];

    /// <summary>Settings of the optimizer's parameter groups, and the rates that a schedule begins with.</summary>
    private static readonly HashSet<string> s_keptInState = ["learning_rate", "weight_decay", "adam_beta1", "adam_beta2", "adam_epsilon", "optim_args"];

    /// <summary>Gets what another value of an argument does.</summary>
    /// <param name="name">The argument.</param>
    /// <param name="before">The arguments that the run was begun with, with everything derived filled in.</param>
    /// <param name="after">Those it is to go on with.</param>
    public static ArgumentEffect Of(string name, TrainingArguments before, TrainingArguments after) => s_harmless.Contains(name) ? ArgumentEffect.Harmless
        : s_impossible.Contains(name) ? ArgumentEffect.Impossible
        : s_keptInState.Contains(name) || IsKeptInState(name, before, after) ? ArgumentEffect.KeptInState
        : s_ofSaving.Contains(name) && SavesOnlyToKeep(before) && SavesOnlyToKeep(after) ? ArgumentEffect.Harmless
        : ArgumentEffect.Trajectory;

    /// <summary>Gets whether what evaluations find decides what is trained, or what is left at the end.</summary>
    public static bool FollowsEvaluations(TrainingArguments args) =>
        args.LoadBestModelAtEnd || args.SaveStrategy == SaveStrategy.Best || FollowsMetric(args);

    /// <summary>Gets whether saving leaves the run alone: a schedule-free optimizer puts other weights in place for it, which rounds.</summary>
    private static bool SavesOnlyToKeep(TrainingArguments args) => !args.LoadBestModelAtEnd && args.SaveStrategy != SaveStrategy.Best && !IsScheduleFree(args);

    /// <summary>A schedule that follows a metric keeps its settings in its state, which no other can read; a schedule-free optimizer keeps its warm-up.</summary>
    private static bool IsKeptInState(string name, TrainingArguments before, TrainingArguments after) => name switch
    {
        "lr_scheduler_type" => FollowsMetric(before) || FollowsMetric(after),
        "lr_scheduler_kwargs" => FollowsMetric(before),
        "warmup_steps" => IsScheduleFree(before),
        _ => false,
    };

    private static bool FollowsMetric(TrainingArguments args) => args.LrSchedulerType is SchedulerType.ReduceOnPlateau or SchedulerType.Greedy;

    private static bool IsScheduleFree(TrainingArguments args) => EnumSpelling<OptimizerNames>.Of(args.Optim).StartsWith("schedule_free", StringComparison.Ordinal);
}
