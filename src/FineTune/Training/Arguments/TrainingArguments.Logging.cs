namespace FineTune;

/// <content>What is logged, when and where to.</content>
public sealed partial record TrainingArguments
{
    /// <summary>Gets when the training loss is logged. Default <see cref="IntervalStrategy.Steps"/>.</summary>
    public IntervalStrategy LoggingStrategy { get; init; } = IntervalStrategy.Steps;

    /// <summary>Gets how many steps lie between two logs; below 1 it is a share of all steps. Default 500.</summary>
    public double LoggingSteps { get; init; } = 500;

    /// <summary>Gets whether the first step is logged too. Default false.</summary>
    public bool LoggingFirstStep { get; init; }

    /// <summary>Gets whether the first process of every machine logs, and not only the first of all. Default true.</summary>
    public bool LogOnEachNode { get; init; } = true;

    /// <summary>
    /// Gets what happens when a loss is not finite: null stops the run, true leaves it out of the log, false logs it. Default null.
    /// </summary>
    /// <remarks>
    /// The reference has no null: its default, true, replaces such a loss in the log by a mean while the weights are lost. Here the run
    /// stops with the step and the rows, and the weights of the last good step are kept.
    /// </remarks>
    public bool? LoggingNanInfFilter { get; init; }

    /// <summary>Gets which input tokens are counted and logged. Default <see cref="InputTokenCount.No"/>.</summary>
    public InputTokenCount IncludeNumInputTokensSeen { get; init; }

    /// <summary>Gets which messages are printed. Default <see cref="TrainerLogLevel.Passive"/>.</summary>
    public TrainerLogLevel LogLevel { get; init; } = TrainerLogLevel.Passive;

    /// <summary>Gets which messages the other processes print. Default <see cref="TrainerLogLevel.Warning"/>.</summary>
    public TrainerLogLevel LogLevelReplica { get; init; } = TrainerLogLevel.Warning;

    /// <summary>Gets whether the progress bar gives way to plain lines; null means no. Default null.</summary>
    public bool? DisableTqdm { get; init; }

    /// <summary>Gets what logs are sent to: tensorboard, csv, jsonl, all or none. Default empty.</summary>
    public IReadOnlyList<string> ReportTo { get; init; } = [];

    /// <summary>Gets the name of the run for the services that show one. Default null.</summary>
    /// <remarks>Accepted with any value and without effect: no service that shows one is connected.</remarks>
    public string? RunName { get; init; }

    /// <summary>Gets the project that Trackio files the run under. Default huggingface.</summary>
    /// <remarks>Accepted with any value and without effect: Trackio is not connected.</remarks>
    public string Project { get; init; } = "huggingface";

    /// <summary>Gets the Space that Trackio logs to. Default null.</summary>
    /// <remarks>Accepted with any value and without effect: Trackio is not connected.</remarks>
    public string? TrackioSpaceId { get; init; }

    /// <summary>Gets the bucket that Trackio stores in. Default null.</summary>
    /// <remarks>Accepted with any value and without effect: Trackio is not connected.</remarks>
    public string? TrackioBucketId { get; init; }

    /// <summary>Gets the static Space that Trackio publishes. Default null.</summary>
    /// <remarks>Accepted with any value and without effect: Trackio is not connected.</remarks>
    public string? TrackioStaticSpaceId { get; init; }
}
