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
        "save_only_model", "resume_from_checkpoint", "enable_jit_checkpoint", "fp16", "bf16_full_eval", "fp16_full_eval", "ddp_timeout", "ddp_bucket_cap_mb",
    ];

    private static readonly HashSet<string> s_impossible = ["freeze", "layerwise_lr_decay"];

    public static ArgumentEffect Of(string name) => s_harmless.Contains(name) ? ArgumentEffect.Harmless
        : s_impossible.Contains(name) ? ArgumentEffect.Impossible
        : ArgumentEffect.Trajectory;
}
