using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune;

/// <summary>What a callback may ask of the training loop. A callback sets a property; the loop acts on it at the next opportunity.</summary>
public sealed class TrainerControl : IExportableState
{
    /// <summary>Gets or sets whether training ends after this step. Set back when training begins anew.</summary>
    public bool ShouldTrainingStop { get; set; }

    /// <summary>Gets or sets whether the epoch ends after this step. Set back when the next begins.</summary>
    public bool ShouldEpochStop { get; set; }

    /// <summary>Gets or sets whether a checkpoint is saved now. Set back when it is saved, or at the next step.</summary>
    public bool ShouldSave { get; set; }

    /// <summary>Gets or sets whether the model is evaluated now. Set back when it is, or at the next step.</summary>
    public bool ShouldEvaluate { get; set; }

    /// <summary>Gets or sets whether the training loss is logged now. Set back when it is, or at the next step.</summary>
    public bool ShouldLog { get; set; }

    /// <inheritdoc/>
    public CallbackState State() => new(
        new JsonObject
        {
            ["should_training_stop"] = ShouldTrainingStop,
            ["should_epoch_stop"] = ShouldEpochStop,
            ["should_save"] = ShouldSave,
            ["should_evaluate"] = ShouldEvaluate,
            ["should_log"] = ShouldLog,
        },
        []);

    /// <inheritdoc/>
    public void FromState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        ShouldTrainingStop = Flag(state, "should_training_stop");
        ShouldEpochStop = Flag(state, "should_epoch_stop");
        ShouldSave = Flag(state, "should_save");
        ShouldEvaluate = Flag(state, "should_evaluate");
        ShouldLog = Flag(state, "should_log");
    }

    /// <summary>Gets or sets everything at once.</summary>
    internal ControlFlags Flags
    {
        get => new(ShouldTrainingStop, ShouldEpochStop, ShouldSave, ShouldEvaluate, ShouldLog);
        set => (ShouldTrainingStop, ShouldEpochStop, ShouldSave, ShouldEvaluate, ShouldLog) = value;
    }

    internal void NewTraining() => ShouldTrainingStop = false;

    internal void NewEpoch() => ShouldEpochStop = false;

    internal void NewStep() => (ShouldLog, ShouldEvaluate, ShouldSave) = (false, false, false);

    private static bool Flag(CallbackState state, string name) => state.Args[name]?.GetValue<bool>() ?? false;
}
