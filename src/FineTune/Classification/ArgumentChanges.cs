using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Classification;

/// <summary>What flags change of a run that is resumed: what is harmless, what alters what it computes, and what cannot be.</summary>
internal sealed class ArgumentChanges
{
    private static readonly Dictionary<string, ArgumentEffect> s_own = new()
    {
        ["threads"] = ArgumentEffect.Harmless,
        ["test_file"] = ArgumentEffect.Harmless,
        ["max_predict_samples"] = ArgumentEffect.Harmless,
        ["cache_dir"] = ArgumentEffect.Harmless,
        ["output_dir"] = ArgumentEffect.Impossible,
        ["do_train"] = ArgumentEffect.Impossible,
        ["model_name_or_path"] = ArgumentEffect.Impossible,
        ["config_name"] = ArgumentEffect.Impossible,
        ["problem_type"] = ArgumentEffect.Impossible,
        ["do_regression"] = ArgumentEffect.Impossible,
        ["label_column_name"] = ArgumentEffect.Impossible,
        ["task_name"] = ArgumentEffect.Impossible,
        ["fast_dev_run"] = ArgumentEffect.Impossible,
        ["lr_find"] = ArgumentEffect.Impossible,
    };

    /// <summary>What is evaluated on, and by what. An evaluation draws one random number, whatever it evaluates.</summary>
    private static readonly HashSet<string> s_ofEvaluations = ["validation_file", "validation_split_name", "max_eval_samples", "metric_name"];

    private readonly List<string> _harmlessChanges = [];
    private readonly List<string> _changesOfTrajectory = [];
    private readonly List<string> _impossibleChanges = [];
    private readonly TrainingArguments _before;
    private readonly TrainingArguments _after;
    private readonly string? _stateOf;

    /// <param name="before">The run's arguments.</param>
    /// <param name="after">The arguments it goes on with.</param>
    /// <param name="checkpoint">What it goes on from; null where it begins anew.</param>
    public ArgumentChanges(RunConfiguration before, RunConfiguration after, string? checkpoint)
    {
        _stateOf = checkpoint is not null && Checkpoint.HasOptimization(checkpoint) ? checkpoint : null;
        Configuration = after;
        (_before, _after) = (before.Training.Resolve(), after.Training.Resolve());
        foreach (TrainingArgument argument in ArgumentTable.All)
        {
            Compare(argument.Name, argument.Read(before.Training), argument.Read(after.Training));
        }

        foreach (Argument<RunArguments> argument in RunArgumentTable.All.Where(argument => argument.Name != RunArgumentTable.Token))
        {
            Compare(argument.Name, argument.Read(before.Run), argument.Read(after.Run));
        }

        if (_impossibleChanges.Count > 0)
        {
            throw new RunException(_impossibleChanges);
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

    private ArgumentEffect EffectOf(string name) => s_own.TryGetValue(name, out ArgumentEffect own) ? own
        : s_ofEvaluations.Contains(name) && !ArgumentEffects.FollowsEvaluations(_before) && !ArgumentEffects.FollowsEvaluations(_after) ? ArgumentEffect.Harmless
        : ArgumentEffects.Of(name, _before, _after) is var effect && effect == ArgumentEffect.KeptInState && _stateOf is null ? ArgumentEffect.Trajectory // The optimizer starts anew.
        : effect;

    private void Compare(string name, JsonNode? before, JsonNode? after)
    {
        (string old, string now) = (JsonText.WriteLine(before), JsonText.WriteLine(after));
        if (old != now)
        {
            string change = $"{name}: {old} -> {now}";
            switch (EffectOf(name))
            {
                case ArgumentEffect.Harmless:
                    _harmlessChanges.Add(change);
                    break;
                case ArgumentEffect.Impossible:
                    _impossibleChanges.Add($"A resumed run cannot change {change}. Start a new run with `train` and another --output_dir.");
                    break;
                case ArgumentEffect.KeptInState:
                    _impossibleChanges.Add($"A resumed run cannot change {change}: the state of its optimizer and schedule keeps the old value. Leave it out, or start a new run from "
                        + $"the weights: finetune train --model_name_or_path {_stateOf} --output_dir NEW_DIR --{name} ..., with the run's data and other flags.");
                    break;
                default:
                    _changesOfTrajectory.Add(change);
                    break;
            }
        }
    }
}
