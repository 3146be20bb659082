namespace FineTune;

/// <content>The learning rate and its course.</content>
public sealed partial record TrainingArguments
{
    /// <summary>Gets the peak learning rate. Default 5e-5.</summary>
    public double LearningRate { get; init; } = 5e-5;

    /// <summary>Gets the course of the learning rate. Default <see cref="SchedulerType.Linear"/>.</summary>
    public SchedulerType LrSchedulerType { get; init; } = SchedulerType.Linear;

    /// <summary>Gets the settings of the schedule by the reference's names, such as num_cycles. Default null.</summary>
    public IReadOnlyDictionary<string, object?>? LrSchedulerKwargs { get; init; }

    /// <summary>Gets how many steps the learning rate rises for; below 1 it is a share of all steps. Default 0.</summary>
    public double WarmupSteps { get; init; }
}
