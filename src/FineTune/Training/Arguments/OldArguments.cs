using System.Text.Json.Nodes;

namespace FineTune.Training;

/// <summary>
/// The names the reference gave up between 4.0 and 5.23. The command line answers them with the new one; a JSON file that holds them is
/// translated where the meaning is one to one.
/// </summary>
internal static class OldArguments
{
    /// <summary>Finds an old argument by its name, in which dashes may stand for underscores.</summary>
    public static OldArgument? Find(string name) => s_byName.GetValueOrDefault(name.Replace('-', '_'));

    /// <summary>Gets the one line the command answers an old name with.</summary>
    public static string CommandLineMessage(OldArgument old) => $"--{old.Name} {old.Advice}";

    /// <summary>Gets them all.</summary>
    public static IReadOnlyList<OldArgument> All { get; } =
    [
        Renamed("evaluation_strategy", "eval_strategy"),
        new("warmup_ratio", "is now part of --warmup_steps: a value below 1 is a share of all steps (--warmup_steps 0.1)")
        {
            NewName = "warmup_steps",
            IsHarmless = value => Is(value, 0),
        },
        Renamed("no_cuda", "use_cpu"),
        new("group_by_length", "is now --train_sampling_strategy group_by_length")
        {
            NewName = "train_sampling_strategy",
            IsHarmless = value => Is(value, false),
            Translate = _ => "group_by_length",
        },
        new("adafactor", "is now --optim adafactor") { NewName = "optim", IsHarmless = value => Is(value, false), Translate = _ => "adafactor" },
        Renamed("per_gpu_train_batch_size", "per_device_train_batch_size"),
        Renamed("per_gpu_eval_batch_size", "per_device_eval_batch_size"),
        new("include_inputs_for_metrics", "is now --include_for_metrics inputs")
        {
            NewName = "include_for_metrics",
            IsHarmless = value => Is(value, false),
            Translate = _ => new JsonArray("inputs"),
        },
        Renamed("push_to_hub_model_id", "hub_model_id"),
        Renamed("push_to_hub_token", "hub_token"),
        new("push_to_hub_organization", "is gone: write the organization before the name, --hub_model_id ORGANIZATION/NAME"),
        new("logging_dir", "is gone: set the environment variable TENSORBOARD_LOGGING_DIR; the default is OUTPUT_DIR/runs/...") { IsHarmless = _ => true },
        new("overwrite_output_dir", "is gone: training into a folder that holds an older run works without it") { IsHarmless = _ => true },
        new("save_safetensors", "is gone: weights are always saved as model.safetensors") { IsHarmless = value => Is(value, true) },
        new("include_tokens_per_second", "is gone: tokens are counted and logged with --include_num_input_tokens_seen all") { IsHarmless = IsNo },
        new("use_mps_device", "is gone: there is no GPU here") { IsHarmless = IsNo },
        Without("fp16_backend", "auto"),
        Without("half_precision_backend", "auto"),
        Without("fp16_opt_level", "O1"),
        new("jit_mode_eval", "is gone: there is no torch here") { IsHarmless = IsNo },
        new("use_ipex", "is gone: there is no torch here") { IsHarmless = IsNo },
        new("past_index", "is gone") { IsHarmless = value => value is null || Is(value, -1) },
        new("tpu_num_cores", "is gone: there is no TPU here"),
        new("tpu_metrics_debug", "is gone: there is no TPU here") { IsHarmless = IsNo },
        Without("ray_scope", "last"),
        new("torchdynamo", "is gone: there is no torch here"),
        Without("mp_parameters", string.Empty),
        new("_n_gpu", "is gone") { IsHarmless = _ => true },
        new("use_legacy_prediction_loop", "is gone: there is one evaluation loop") { IsHarmless = IsNo },
        new("fsdp_min_num_params", "is gone: every process has all parameters") { IsHarmless = value => value is null || Is(value, 0) },
        new("fsdp_transformer_layer_cls_to_wrap", "is gone: every process has all parameters"),
        Without("sharded_ddp", string.Empty),
        new("dispatch_batches", "is now a field of --accelerator_config") { IsHarmless = IsNo },
        new("split_batches", "is now a field of --accelerator_config") { IsHarmless = IsNo },
        new("evaluate_during_training", "is now --eval_strategy steps") { IsHarmless = IsNo },
        new("xpu_backend", "is gone: processes talk by the MPI that started them"),
        new("deepspeed_plugin", "is gone: every process has all parameters"),
    ];

    // After what it is made of: fields are set in this order.
    private static readonly Dictionary<string, OldArgument> s_byName = All.ToDictionary(old => old.Name, StringComparer.Ordinal);

    private static OldArgument Renamed(string name, string newName) => new(name, $"is now --{newName}") { NewName = newName };

    private static OldArgument Without(string name, string harmless) =>
        new(name, "is gone: it has no meaning on a CPU") { IsHarmless = value => IsNo(value) || Is(value, harmless) };

    private static bool IsNo(JsonNode? value) => value is null || Is(value, false) || value is JsonArray { Count: 0 };

    private static bool Is(JsonNode? value, bool expected) => value is JsonValue leaf && leaf.TryGetValue(out bool flag) && flag == expected;

    private static bool Is(JsonNode? value, string expected) => value is JsonValue leaf && leaf.TryGetValue(out string? text) && text == expected;

    private static bool Is(JsonNode? value, double expected) =>
        value is JsonValue && JsonText.WriteLine(value) is string text && double.TryParse(text, out double number) && number == expected;
}
