using FineTune.Training;

namespace FineTune;

/// <content>Logs and the state of a run.</content>
public partial class Trainer
{
    /// <summary>Gets or sets how far the run is.</summary>
    internal RunProgress Progress { get; set; } = new();

    /// <summary>Gets or sets the input tokens counted before this call of <see cref="Train"/>.</summary>
    internal long InitialTokensSeen { get; set; }

    /// <summary>Writes the state into the run's folder, as <c>trainer_state.json</c>. With <c>save_on_each_node</c> each machine has its own.</summary>
    public void SaveState()
    {
        Initialize();
        if (Saves)
        {
            Files.WriteText(Path.Combine(Args.OutputDir, TrainerState.FileName), State.ToJsonText());
        }
    }

    /// <summary>
    /// Adds the epoch to numbers (and the input tokens, if they are counted), appends them to the log history and tells callbacks. Override
    /// it to log more.
    /// </summary>
    /// <param name="logs">The numbers; what is added here is added to them.</param>
    /// <param name="elapsed">The time since training began, where a speed in tokens makes sense. Default null.</param>
    protected internal virtual void Log(LogEntry logs, TimeSpan? elapsed = null)
    {
        ArgumentNullException.ThrowIfNull(logs);
        logs.Set("epoch", State.EpochValue);
        if (Args.IncludeNumInputTokensSeen != InputTokenCount.No)
        {
            logs.Set("num_input_tokens_seen", State.NumInputTokensSeen);
            if (elapsed is { } time)
            {
                SpeedMetrics.Add(logs, "train", time, tokens: State.NumInputTokensSeen - InitialTokensSeen);
            }
        }

        if (IsRehearsing)
        {
            return;
        }

        LogEntry entry = new(logs);
        entry.Set("step", State.GlobalStep);
        State.AddLog(entry);
        Handler.OnLog(logs);
    }

    /// <summary>Moves the operations counted since the last time into the state's total.</summary>
    internal void StoreFlos()
    {
        if (Progress.CurrentFlos is { } operations)
        {
            State.TotalFlosValue = State.TotalFlos + operations;
            Progress.CurrentFlos = 0;
        }
    }

    /// <summary>Begins a new state, or takes over a checkpoint's.</summary>
    internal ResumePoint? BeginState(TrainingPlan plan, Checkpoint? checkpoint)
    {
        State = new TrainerState { TrainBatchSize = TrainBatchSize };
        State.ComputeSteps(Args, plan.MaxSteps);
        State.StatefulCallbacks = StatefulCallbacks.Collect(Handler.Callbacks, Control);
        Progress = new RunProgress();
        ResumePoint? resume = checkpoint?.TakeOver(this, plan);
        (State.MaxSteps, State.NumTrainEpochs) = (plan.MaxSteps, plan.NumTrainEpochs);
        return resume;
    }

    /// <summary>Puts a state in the place of the present one.</summary>
    internal void SetState(TrainerState state) => State = state;
}
