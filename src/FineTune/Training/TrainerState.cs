using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune;

/// <summary>
/// Where training stands. It is written as <c>trainer_state.json</c> into every checkpoint, key for key as the reference writes it, and
/// into the run's folder by <c>Trainer.SaveState</c>.
/// </summary>
/// <remarks>A step is an optimizer step: with gradient accumulation it takes several batches.</remarks>
public sealed partial class TrainerState
{
    private readonly List<LogEntry> _logHistory = [];

    /// <summary>Gets how many epochs are done, with the fraction of the present one. Default 0.</summary>
    public double Epoch => EpochValue.Number;

    /// <summary>Gets how many steps are done. Default 0.</summary>
    public int GlobalStep { get; internal set; }

    /// <summary>Gets how many steps the run has. Default 0.</summary>
    public int MaxSteps { get; internal set; }

    /// <summary>Gets how many steps lie between two logs. Default 500.</summary>
    public int LoggingSteps { get; internal set; } = 500;

    /// <summary>Gets how many steps lie between two evaluations. Default 500.</summary>
    public int EvalSteps { get; internal set; } = 500;

    /// <summary>Gets how many steps lie between two checkpoints. Default 500.</summary>
    public int SaveSteps { get; internal set; } = 500;

    /// <summary>Gets the number of examples in a batch. Default null.</summary>
    public int? TrainBatchSize { get; internal set; }

    /// <summary>Gets how many epochs are begun in the run. Default 0.</summary>
    public long NumTrainEpochs { get; internal set; }

    /// <summary>Gets how many input tokens were seen, if they are counted. Default 0.</summary>
    public long NumInputTokensSeen { get; internal set; }

    /// <summary>Gets the floating-point operations of the forward and backward passes so far. Default 0.</summary>
    public double TotalFlos => TotalFlosValue.Number;

    /// <summary>Gets everything that was logged, oldest first.</summary>
    public IReadOnlyList<LogEntry> LogHistory => _logHistory;

    /// <summary>Gets the best value so far of the metric that decides. Default null.</summary>
    public double? BestMetric { get; internal set; }

    /// <summary>Gets the step the best value was found at. Default null.</summary>
    public int? BestGlobalStep { get; internal set; }

    /// <summary>Gets the folder of the best checkpoint. Default null.</summary>
    public string? BestModelCheckpoint { get; internal set; }

    /// <summary>Gets whether this is the first process of its machine. One by itself is.</summary>
    public bool IsLocalProcessZero => ProcessGroup.Current.LocalRank == 0;

    /// <summary>Gets whether this is the first of all processes that train together. One by itself is.</summary>
    public bool IsWorldProcessZero => ProcessGroup.Current.IsMain;

    /// <summary>Gets whether this is one of the runs of a search for hyper-parameters. Default false.</summary>
    public bool IsHyperParamSearch { get; internal set; }

    /// <summary>Gets or sets the state of callbacks and of the control, as the reference keeps it.</summary>
    internal JsonObject StatefulCallbacks { get; set; } = [];

    internal LogValue EpochValue { get; set; } = LogValue.Zero;

    internal LogValue TotalFlosValue { get; set; } = LogValue.Zero;

    internal string? TrialName { get; set; }

    internal JsonObject? TrialParams { get; set; }

    internal void AddLog(LogEntry entry) => _logHistory.Add(entry);

    internal void TruncateLogs(int count) => _logHistory.RemoveRange(count, _logHistory.Count - count);

    /// <summary>Works out the steps between logs, evaluations and checkpoints, which the arguments may give as shares of all steps.</summary>
    internal void ComputeSteps(TrainingArguments args, int maxSteps)
    {
        LoggingSteps = StepInterval.Of(args.LoggingSteps, maxSteps);
        EvalSteps = args.EvalSteps is { } steps ? StepInterval.Of(steps, maxSteps) : EvalSteps;
        SaveSteps = StepInterval.Of(args.SaveSteps, maxSteps);
    }

    /// <summary>
    /// Takes over what the arguments of a resumed run say. The same shares of all steps stay the steps they were: their number may be another now.
    /// </summary>
    /// <param name="args">The arguments now.</param>
    /// <param name="before">Those of the checkpoint; null where it does not say.</param>
    /// <param name="maxSteps">The number of steps now.</param>
    internal void ComputeStepsAgain(TrainingArguments args, TrainingArguments? before, int maxSteps)
    {
        LoggingSteps = Again(LoggingSteps, args.LoggingSteps, before?.LoggingSteps);
        EvalSteps = args.EvalSteps is { } steps ? Again(EvalSteps, steps, before?.EvalSteps) : EvalSteps;
        SaveSteps = Again(SaveSteps, args.SaveSteps, before?.SaveSteps);

        int Again(int was, double now, double? then) => now < 1 && (before is null || then == now) ? was : StepInterval.Of(now, maxSteps);
    }
}
