namespace FineTune;

/// <summary>
/// Changes the learning rate of an <see cref="FineTune.Optimizer"/>'s groups over a run. Derive from it to write your own; for a schedule
/// that is a formula of the step use <see cref="LambdaLr"/>, for one that follows a metric <see cref="MetricLrScheduler"/>.
/// </summary>
public abstract class LrScheduler
{
    /// <summary>Initializes the schedule of an optimizer.</summary>
    protected LrScheduler(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Optimizer = optimizer;
    }

    /// <summary>Gets the optimizer whose learning rates it sets.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>Moves on by one optimizer step and sets the learning rates of the next.</summary>
    public abstract void Step();

    /// <summary>Gets the learning rates it set last, one a group.</summary>
    public abstract IReadOnlyList<double> GetLastLr();

    /// <summary>Gets where the schedule stands, in the layout of the reference's scheduler.pt.</summary>
    public abstract IReadOnlyDictionary<string, object?> StateDict();

    /// <summary>Goes to where <see cref="StateDict"/> was taken, here or in the reference. The optimizer's learning rates are its own state.</summary>
    /// <exception cref="ArgumentException">An entry is missing.</exception>
    public abstract void LoadStateDict(IReadOnlyDictionary<string, object?> stateDict);

    /// <summary>Gets the learning rates the groups have now.</summary>
    private protected double[] CurrentLrs() => [.. Optimizer.ParamGroups.Select(group => group.Lr)];
}
