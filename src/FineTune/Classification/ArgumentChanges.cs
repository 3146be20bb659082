using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Classification;

/// <summary>What flags change of a run that is resumed: what is harmless, what alters what it computes, and what cannot be.</summary>
internal sealed class ArgumentChanges
{
    private static readonly HashSet<string> s_harmless =
    [
        "threads", "log_level", "log_level_replica", "disable_tqdm", "run_name", "report_to", "project", "save_total_limit", "use_cpu",
        "dataloader_num_workers", "dataloader_prefetch_factor", "dataloader_pin_memory", "dataloader_persistent_workers", "do_predict",
        "do_eval", "test_file", "max_predict_samples", "max_time", "skip_memory_metrics", "torch_empty_cache_steps", "push_to_hub",
        "hub_model_id", "hub_strategy", "hub_private_repo", "hub_always_push", "hub_revision", "cache_dir", "logging_first_step",
        "per_device_eval_batch_size", "save_only_model", "resume_from_checkpoint",
    ];

    private static readonly HashSet<string> s_impossible =
        ["output_dir", "model_name_or_path", "config_name", "problem_type", "do_regression", "label_column_name", "task_name", "do_train", "freeze", "layerwise_lr_decay", "fast_dev_run", "lr_find"];

    private readonly List<string> _harmlessChanges = [];
    private readonly List<string> _changesOfTrajectory = [];
    private readonly List<string> _impossibleChanges = [];

    public ArgumentChanges(RunConfiguration before, RunConfiguration after)
    {
        Configuration = after;
        foreach (TrainingArgument argument in ArgumentTable.All)
        {
            Compare(argument.Name, argument.Read(before.Training), argument.Read(after.Training));
        }

        foreach (Argument<RunArguments> argument in RunArgumentTable.All)
        {
            Compare(argument.Name, argument.Read(before.Run), argument.Read(after.Run));
        }

        if (_impossibleChanges.Count > 0)
        {
            throw new RunException([.. _impossibleChanges.Select(change =>
                $"A resumed run cannot change {change}. Start a new run with `train` and another --output_dir.")]);
        }
    }

    /// <summary>Gets the arguments with the changes.</summary>
    public RunConfiguration Configuration { get; }

    /// <summary>Gets whether a change alters what the run computes from here on.</summary>
    public bool NeedPermission => _changesOfTrajectory.Count > 0;

    /// <summary>Writes the groups that are not empty.</summary>
    public void Write(TextWriter output)
    {
        Write(output, "Changed, without effect on what is computed:", _harmlessChanges);
        Write(output, "Changed, and it alters what is computed from here on:", _changesOfTrajectory);
    }

    private static void Write(TextWriter output, string title, IReadOnlyList<string> changes)
    {
        if (changes.Count > 0)
        {
            output.WriteLine(title);
            foreach (string change in changes)
            {
                output.WriteLine("  " + change);
            }
        }
    }

    private void Compare(string name, JsonNode? before, JsonNode? after)
    {
        (string old, string now) = (JsonText.WriteLine(before), JsonText.WriteLine(after));
        if (old != now)
        {
            List<string> group = s_harmless.Contains(name) ? _harmlessChanges
                : s_impossible.Contains(name) ? _impossibleChanges
                : _changesOfTrajectory;
            group.Add($"{name}: {old} -> {now}");
        }
    }
}
