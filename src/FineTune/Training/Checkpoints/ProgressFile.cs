using System.Globalization;
using System.Text.Json.Nodes;

namespace FineTune.Training;

/// <summary>What a checkpoint holds beyond the reference's files: without it a resumed run could not be the same run.</summary>
internal sealed record ProgressFile
{
    public const string FileName = "finetune_progress.json";

    /// <summary>Gets how far the run was.</summary>
    public required RunProgress Progress { get; init; }

    /// <summary>Gets which run it was: the time it began.</summary>
    public required string Run { get; init; }

    /// <summary>Gets when the checkpoint was saved.</summary>
    public required DateTimeOffset SavedAt { get; init; }

    /// <summary>Gets what callbacks had asked for.</summary>
    public required CallbackState Control { get; init; }

    /// <summary>Gets whether what they asked for has still to be done.</summary>
    public required bool IsPending { get; init; }

    /// <summary>Gets the state of each callback that has one, with the name of its type, in their order.</summary>
    public required IReadOnlyList<KeyValuePair<string, CallbackState>> Callbacks { get; init; }

    /// <summary>Gets how many processes trained.</summary>
    public int Processes { get; init; } = 1;

    public string ToText()
    {
        JsonObject json = new()
        {
            ["callbacks"] = new JsonArray([.. Callbacks.Select(pair => Named(pair.Key, pair.Value))]),
            ["control"] = Control.ToJson(),
            ["is_pending"] = IsPending,
            ["progress"] = ToJson(Progress),
            ["run"] = Run,
            ["saved_at"] = SavedAt.ToString("O", CultureInfo.InvariantCulture),
            ["version"] = 1,
        };
        if (Processes > 1)
        {
            json["processes"] = Processes;
        }

        return JsonText.Write(json, sortKeys: true) + "\n";
    }

    /// <exception cref="FormatException">The text is something else.</exception>
    public static ProgressFile Parse(string text)
    {
        JsonObject json = JsonText.ReadObject(text);
        return new ProgressFile
        {
            Progress = FromJson(json["progress"] as JsonObject ?? throw new FormatException("there is no progress in it.")),
            Run = json["run"] is JsonValue name && name.TryGetValue(out string? run) ? run : throw new FormatException("there is no run in it."),
            SavedAt = DateTimeOffset.Parse(ArgumentValue.Text(json["saved_at"]), CultureInfo.InvariantCulture),
            Control = ReadControl(json["control"]),
            IsPending = ArgumentValue.Boolean(json["is_pending"]),
            Processes = json["processes"] is { } processes ? ArgumentValue.Integer(processes) : 1,
            Callbacks =
            [
                .. (json["callbacks"] as JsonArray ?? []).Select(item => KeyValuePair.Create(ArgumentValue.Text((item as JsonObject)?["type"]), CallbackState.FromJson(item))),
            ],
        };
    }

    private static CallbackState ReadControl(JsonNode? node)
    {
        CallbackState control = CallbackState.FromJson(node);
        foreach (string flag in new TrainerControl().State().Args.Select(pair => pair.Key))
        {
            _ = ArgumentValue.Boolean(control.Args[flag]);
        }

        return control;
    }

    private static JsonObject Named(string type, CallbackState state)
    {
        JsonObject json = state.ToJson();
        json["type"] = type;
        return json;
    }

    private static JsonObject ToJson(RunProgress progress) => new()
    {
        ["epoch"] = progress.Epoch,
        ["batches_in_epoch"] = progress.BatchesInEpoch,
        ["is_epoch_over"] = progress.IsEpochOver,
        ["running_loss"] = (double)progress.RunningLoss,
        ["total_loss"] = progress.TotalLoss,
        ["last_logged_step"] = progress.LastLoggedStep,
        ["last_logged_loss"] = progress.LastLoggedLoss,
        ["grad_norm"] = (double?)progress.GradNorm,
        ["learning_rate"] = progress.LearningRate,
        ["current_flos"] = progress.CurrentFlos,
        ["epoch_random"] = progress.EpochRandom is { } random ? Convert.ToBase64String(random) : null,
        ["is_stopped"] = progress.IsStopped,
    };

    private static RunProgress FromJson(JsonObject json) => new()
    {
        Epoch = ArgumentValue.Integer(json["epoch"]),
        BatchesInEpoch = ArgumentValue.Long(json["batches_in_epoch"]),
        IsEpochOver = ArgumentValue.Boolean(json["is_epoch_over"]),
        RunningLoss = (float)ArgumentValue.Real(json["running_loss"]),
        TotalLoss = ArgumentValue.Real(json["total_loss"]),
        LastLoggedStep = ArgumentValue.Integer(json["last_logged_step"]),
        LastLoggedLoss = Optional(json["last_logged_loss"]),
        GradNorm = (float?)Optional(json["grad_norm"]),
        LearningRate = Optional(json["learning_rate"]),
        CurrentFlos = Optional(json["current_flos"]),
        EpochRandom = json["epoch_random"] is { } random ? Convert.FromBase64String(ArgumentValue.Text(random)) : null,
        IsStopped = ArgumentValue.Boolean(json["is_stopped"]),
    };

    private static double? Optional(JsonNode? node) => node is null ? null : ArgumentValue.Real(node);
}
