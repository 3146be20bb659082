using FineTune.Training;

namespace FineTune;

/// <content>What follows from the arguments.</content>
public sealed partial record TrainingArguments
{
    /// <summary>Gets the number of examples in a training batch: there is one device.</summary>
    public int TrainBatchSize => PerDeviceTrainBatchSize;

    /// <summary>Gets the number of examples in an evaluation batch: there is one device.</summary>
    public int EvalBatchSize => PerDeviceEvalBatchSize;

    /// <summary>Gets how work is spread over devices.</summary>
    public ParallelMode ParallelMode => ProcessGroup.Current.IsAlone ? ParallelMode.NotParallel : ParallelMode.Distributed;

    /// <summary>Gets the number of processes that train together: one, unless a launcher such as <c>mpirun</c> started several.</summary>
    public int WorldSize => ProcessGroup.Current.Size;

    /// <summary>Gets the number of this process among all, from 0.</summary>
    public int ProcessIndex => ProcessGroup.Current.Rank;

    /// <summary>Gets the number of this process on its machine, from 0.</summary>
    public int LocalProcessIndex => ProcessGroup.Current.LocalRank;

    /// <summary>
    /// Lets the main process do something before the others: they wait where they call this, until it disposes of what it got; then they do it too.
    /// </summary>
    /// <remarks>All processes have to call it. One by itself does not wait.</remarks>
    /// <param name="local">Whether the first process of every machine is a main one, or the first of all alone. Default true.</param>
    /// <returns>What ends it.</returns>
    public IDisposable MainProcessFirst(bool local = true) => new Precedence(ProcessGroup.Current, local);

    /// <summary>Gets the number of GPUs: zero.</summary>
    public int NGpu => 0;

    /// <summary>Gets whether this process logs: the first of its machine does, or of all machines without <see cref="LogOnEachNode"/>.</summary>
    public bool ShouldLog => LogOnEachNode ? LocalProcessIndex == 0 : ProcessIndex == 0;

    /// <summary>Gets whether this process saves: the first does, or the first of every machine with <see cref="SaveOnEachNode"/>.</summary>
    public bool ShouldSave => SavesIn(ProcessGroup.Current);

    /// <summary>Gets <see cref="DdpTimeout"/> as a time span.</summary>
    public TimeSpan DdpTimeoutDelta => TimeSpan.FromSeconds(DdpTimeout);

    /// <summary>Gets the level below which this process prints no messages.</summary>
    public TrainerLogLevel GetProcessLogLevel() => (ShouldLog ? LogLevel : LogLevelReplica) is TrainerLogLevel level and not TrainerLogLevel.Passive
        ? level
        : TrainerLogLevel.Warning;

    /// <summary>Gets the number of warm-up steps: <see cref="WarmupSteps"/>, or that share of all steps, rounded up, when it is below 1.</summary>
    /// <param name="numTrainingSteps">The number of all steps.</param>
    public int GetWarmupSteps(int numTrainingSteps) =>
        WarmupSteps >= 1 ? (int)WarmupSteps : (int)Math.Ceiling(numTrainingSteps * WarmupSteps);

    /// <summary>
    /// Gets the arguments with everything filled in that the reference fills in when they are made, such as the metric that
    /// <see cref="LoadBestModelAtEnd"/> needs. A Trainer's arguments are.
    /// </summary>
    public TrainingArguments Resolve()
    {
        bool checkpointing = ActivationCheckpointing ?? GradientCheckpointing ?? false;
        IReadOnlyDictionary<string, object?>? checkpointingKwargs = ActivationCheckpointingKwargs ?? GradientCheckpointingKwargs;
        string? metric = MetricForBestModel ?? (NeedsMetric ? "loss" : null);
        return this with
        {
            OutputDir = ExpandHome(OutputDir),
            DoEval = DoEval || EvalStrategy != IntervalStrategy.No,
            EvalSteps = EvalStrategy == IntervalStrategy.Steps && EvalSteps is null or 0 ? LoggingSteps : EvalSteps,
            MetricForBestModel = metric,
            GreaterIsBetter = GreaterIsBetter ?? (metric is null ? null : !metric.EndsWith("loss", StringComparison.Ordinal)),
            GradientAccumulationSteps = AccumulationOfAccelerator ?? GradientAccumulationSteps,
            ActivationCheckpointing = checkpointing,
            GradientCheckpointing = checkpointing,
            ActivationCheckpointingKwargs = checkpointingKwargs,
            GradientCheckpointingKwargs = checkpointingKwargs,
            DisableTqdm = DisableTqdm ?? false,
            ReportTo = ReportTo is ["none"] ? [] : ReportTo is ["all"] ? ReportersAreAvailable.Available : ReportTo,
            DataloaderPinMemory = DataloaderPinMemory && !UseCpu,
        };
    }

    /// <summary>Gets whether one of several processes saves.</summary>
    internal bool SavesIn(ProcessGroup processes) => SaveOnEachNode ? processes.LocalRank == 0 : processes.IsMain;

    private bool NeedsMetric => LoadBestModelAtEnd || LrSchedulerType is SchedulerType.ReduceOnPlateau or SchedulerType.Greedy;

    private int? AccumulationOfAccelerator =>
        AcceleratorConfig.GradientAccumulationKwargs?.GetValueOrDefault("num_steps") switch
        {
            int steps => steps,
            long steps => (int)steps,
            _ => null,
        };

    private static string ExpandHome(string path)
    {
        if (path != "~" && !path.StartsWith("~/", StringComparison.Ordinal))
        {
            return path;
        }

        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return path.Length == 1 ? home : Path.Combine(home, path[2..]);
    }
}
