using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune;

/// <content>To and from <c>trainer_state.json</c>.</content>
public sealed partial class TrainerState
{
    /// <summary>The name of the file.</summary>
    internal const string FileName = "trainer_state.json";

    /// <summary>The keys every version of the reference writes; the others have defaults.</summary>
    private static readonly string[] s_needed = ["epoch", "global_step", "log_history", "max_steps", "num_train_epochs"];

    /// <summary>Writes the state as the reference does, byte for byte.</summary>
    public void SaveToJson(string jsonPath) => File.WriteAllText(jsonPath, ToJsonText());

    /// <summary>Reads what <see cref="SaveToJson"/> or the reference wrote.</summary>
    /// <exception cref="CheckpointException">The file is not such a state; the message names the key.</exception>
    public static TrainerState LoadFromJson(string jsonPath) => Parse(File.ReadAllText(jsonPath), jsonPath);

    internal string ToJsonText() => JsonText.Write(ToJson(), indent: 2, sortKeys: true) + "\n";

    internal JsonObject ToJson() => new()
    {
        ["epoch"] = EpochValue.ToJson(),
        ["global_step"] = GlobalStep,
        ["max_steps"] = MaxSteps,
        ["logging_steps"] = LoggingSteps,
        ["eval_steps"] = EvalSteps,
        ["save_steps"] = SaveSteps,
        ["train_batch_size"] = TrainBatchSize,
        ["num_train_epochs"] = NumTrainEpochs,
        ["num_input_tokens_seen"] = NumInputTokensSeen,
        ["total_flos"] = TotalFlosValue.ToJson(),
        ["log_history"] = new JsonArray([.. _logHistory.Select(entry => entry.ToJson())]),
        ["best_metric"] = BestMetric,
        ["best_global_step"] = BestGlobalStep,
        ["best_model_checkpoint"] = BestModelCheckpoint,
        ["is_local_process_zero"] = IsLocalProcessZero,
        ["is_world_process_zero"] = IsWorldProcessZero,
        ["is_hyper_param_search"] = IsHyperParamSearch,
        ["trial_name"] = TrialName,
        ["trial_params"] = TrialParams?.DeepClone(),
        ["stateful_callbacks"] = StatefulCallbacks.DeepClone(),
    };

    internal static TrainerState Parse(string text, string source)
    {
        try
        {
            TrainerState state = new();
            JsonObject json = JsonText.ReadObject(text);
            foreach ((string key, JsonNode? value) in json)
            {
                state.Set(key, value);
            }

            string? missing = s_needed.FirstOrDefault(key => !json.ContainsKey(key));
            return missing is not null ? throw new FormatException($"it has no \"{missing}\".")
                : state.GlobalStep < 0 ? throw new FormatException("its global_step is negative.")
                : state;
        }
        catch (FormatException exception)
        {
            throw new CheckpointException($"{source} is not the state of a Trainer: {exception.Message} Take another checkpoint.", exception);
        }
    }

    private void Set(string key, JsonNode? value)
    {
        switch (key)
        {
            case "epoch": EpochValue = value is null ? LogValue.Zero : LogValue.FromJson(value); break;
            case "global_step": GlobalStep = ArgumentValue.Integer(value); break;
            case "max_steps": MaxSteps = ArgumentValue.Integer(value); break;
            case "logging_steps": LoggingSteps = ArgumentValue.Integer(value); break;
            case "eval_steps": EvalSteps = ArgumentValue.Integer(value); break;
            case "save_steps": SaveSteps = ArgumentValue.Integer(value); break;
            case "train_batch_size": TrainBatchSize = value is null ? null : ArgumentValue.Integer(value); break;
            case "num_train_epochs": NumTrainEpochs = ArgumentValue.Long(value); break;
            case "num_input_tokens_seen": NumInputTokensSeen = ArgumentValue.Long(value); break;
            case "total_flos": TotalFlosValue = LogValue.FromJson(value); break;
            case "log_history": _logHistory.AddRange(Entries(value)); break;
            case "best_metric": BestMetric = value is null ? null : ArgumentValue.Real(value); break;
            case "best_global_step": BestGlobalStep = value is null ? null : ArgumentValue.Integer(value); break;
            case "best_model_checkpoint": BestModelCheckpoint = value is null ? null : ArgumentValue.Text(value); break;
            case "is_hyper_param_search": IsHyperParamSearch = ArgumentValue.Boolean(value); break;
            case "trial_name": TrialName = value is null ? null : ArgumentValue.Text(value); break;
            case "trial_params": TrialParams = (value as JsonObject)?.DeepClone() as JsonObject; break;
            case "stateful_callbacks": StatefulCallbacks = (value as JsonObject)?.DeepClone() as JsonObject ?? []; break;
            case "is_local_process_zero" or "is_world_process_zero": _ = ArgumentValue.Boolean(value); break;
            default: throw new FormatException($"it has the key \"{key}\", which no such state has.");
        }
    }

    private static IEnumerable<LogEntry> Entries(JsonNode? value) => value is JsonArray list
        ? list.Select(item => LogEntry.FromJson(item as JsonObject ?? throw new FormatException("an entry of log_history is not an object.")))
        : throw new FormatException("log_history is not a list.");
}
