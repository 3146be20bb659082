using System.Text.Json.Nodes;

namespace FineTune.Training;

/// <summary>
/// A run that is complete: its folder's <c>trainer_state.json</c> is of a run that came to its end, and the model is there. Which
/// checkpoints were kept does not matter. To resume it trains nothing more.
/// </summary>
/// <remarks>The state is deleted when a run begins or goes on, so that what lies there is never an earlier one's.</remarks>
internal sealed class FinishedRun
{
    private readonly string _folder;
    private readonly TrainerState _state;
    private readonly LogEntry _summary;

    private FinishedRun(string folder, TrainerState state, LogEntry summary) => (_folder, _state, _summary) = (folder, state, summary);

    /// <summary>Looks into the run's folder; null when there is something left to train. Of several processes the first looks, and says what it found.</summary>
    public static FinishedRun? Find(Trainer trainer)
    {
        FinishedRun? own = trainer.Processes.IsMain ? Look(trainer) : null;
        return trainer.Processes.Share(own?._state.ToJsonText()) is not { } text ? null
            : own ?? Of(trainer.Args.OutputDir, TrainerState.Parse(text, "What the first process sent"))!;
    }

    private static FinishedRun? Look(Trainer trainer)
    {
        string folder = trainer.Args.OutputDir;
        if (RunRecord.Read(folder) is not { } record || ReadState(folder) is not { } state || Of(folder, state) is not { } finished || !IsAtEnd(trainer, state, record))
        {
            return null;
        }

        if (ModelProblem(trainer.Model, folder) is { } problem)
        {
            trainer.Messages.Warning(LogEvent.Checkpoint, $"The run in {folder} is complete, but its model is not ({problem}): training goes on from the newest checkpoint.");
            return null;
        }

        return finished;
    }

    private static FinishedRun? Of(string folder, TrainerState state) =>
        state.LogHistory.LastOrDefault(entry => entry.ContainsKey("train_loss") && entry.ContainsKey("train_runtime")) is { } summary ? new FinishedRun(folder, state, summary) : null;

    /// <summary>Makes the Trainer what it was at the end of the run. The first process has the folder; the others may not.</summary>
    /// <returns>What training returned then.</returns>
    public TrainOutput TakeOver(Trainer trainer)
    {
        trainer.Messages.Info(LogEvent.RunStops, $"The run in {_folder} is complete: step {_state.GlobalStep} of {_state.MaxSteps}. Nothing more is trained.");
        if (trainer.Processes.IsMain)
        {
            WeightsArtefact.Load(trainer.Model, _folder, trainer.Messages);
        }

        JobAgreement.ShareWeights(trainer);
        trainer.SetState(_state);
        LogEntry metrics = new(_summary);
        metrics.Remove("step");
        return new TrainOutput(_state.GlobalStep, metrics["train_loss"], metrics);
    }

    private static TrainerState? ReadState(string folder)
    {
        try
        {
            string path = Path.Combine(folder, TrainerState.FileName);
            return File.Exists(path) ? TrainerState.LoadFromJson(path) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null; // Damaged: the checkpoints decide.
        }
    }

    /// <summary>The steps the arguments ask for now are done, or a callback that is set as it was had ended a run of as many.</summary>
    private static bool IsAtEnd(Trainer trainer, TrainerState state, RunRecord record)
    {
        TrainingArguments args = trainer.Args;
        trainer.TrainBatchSize = args.AutoFindBatchSize ? state.TrainBatchSize ?? args.TrainBatchSize : args.TrainBatchSize;
        int steps = trainer.StepsOfRun();
        return state.GlobalStep >= Math.Max(steps, 1)
            || (record.StoppedAt == state.GlobalStep && steps == state.MaxSteps && IsStoppedAlike(trainer, state));
    }

    private static bool IsStoppedAlike(Trainer trainer, TrainerState state) => JsonNode.DeepEquals(
        Settings(StatefulCallbacks.Collect(trainer.Handler.Callbacks, trainer.Control)), Settings(state.StatefulCallbacks));

    /// <summary>What callbacks were made with, as text: numbers that were read compare with those that were not.</summary>
    private static JsonArray Settings(JsonObject callbacks) => new(
        [.. StatefulCallbacks.Named(callbacks).Select(pair => JsonValue.Create($"{pair.Key} {StatefulCallbacks.Comparable(pair.Value.Args)?.ToJsonString()}"))]);

    private static string? ModelProblem(TrainableModel model, string folder)
    {
        try
        {
            return WeightsArtefact.Check(model, folder);
        }
        catch (Exception exception) when (exception is IOException or FormatException or UnauthorizedAccessException)
        {
            return exception.Message.TrimEnd('.');
        }
    }
}
