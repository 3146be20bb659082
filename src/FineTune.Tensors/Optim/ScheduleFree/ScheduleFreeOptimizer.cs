using FineTune.Kernels;
using FineTune.Optim;

namespace FineTune;

/// <summary>
/// What the schedule-free optimizers (arXiv:2405.15682) share: instead of lowering the learning rate, they evaluate the average of where
/// the steps went. The parameters are the point y to take gradients at after <see cref="Train"/>, and the average x to evaluate and save
/// after <see cref="Eval"/>; a step is possible in the former only.
/// </summary>
public abstract class ScheduleFreeOptimizer : Optimizer
{
    internal const string Z = "z";
    internal const string K = "k";
    internal const string R = "r";
    internal const string WarmupSteps = "warmup_steps";
    internal const string TrainMode = "train_mode";
    internal const string WeightSum = "weight_sum";
    internal const string LrMax = "lr_max";
    internal const string ScheduledLr = OptimizerKeys.ScheduledLr;
    internal const string WeightLrPower = "weight_lr_power";

    private readonly UpdatePlan<LerpRule> _moves = new();

    private protected ScheduleFreeOptimizer(IEnumerable<ParameterGroup> groups, OrderedDictionary<string, object?> settings)
        : base(groups, settings)
    {
    }

    private protected override IReadOnlyList<string> StateKeys => [Z];

    /// <inheritdoc/>
    public sealed override void Step()
    {
        foreach (ParameterGroup group in ParamGroups)
        {
            if (!group.GetBoolean(TrainMode))
            {
                Throw.NotInTrainMode(GetType().Name);
            }

            long step = StateValue.ToInteger(group[K], K) + 1;
            double lr = group.Lr * Schedule(group, step);
            StepGroup(group, step, lr, AverageWeight(group, step, lr));
            group[K] = step;
        }
    }

    /// <inheritdoc/>
    public sealed override void Train() => Move(toTrain: true);

    /// <inheritdoc/>
    public sealed override void Eval() => Move(toTrain: false);

    /// <summary>Gets how far y lies from z on the way to x: beta1, or the momentum.</summary>
    private protected abstract double Interpolation(ParameterGroup group);

    /// <summary>Gets what the learning rate is multiplied by in a step, 1 for the first.</summary>
    private protected virtual double Schedule(ParameterGroup group, long step)
    {
        double warmup = group.GetDouble(WarmupSteps);
        return step - 1 < warmup ? step / warmup : 1.0;
    }

    /// <summary>Takes a step of a group.</summary>
    private protected abstract void StepGroup(ParameterGroup group, long step, double lr, double averageWeight);

    /// <summary>Gets z of a parameter, which begins as a copy of it.</summary>
    private protected Tensor ZOf(Parameter parameter)
    {
        IDictionary<string, object?> state = StateOf(parameter);
        if (!state.TryGetValue(Z, out object? z))
        {
            Tensor copy = ZeroState(parameter.Shape);
            parameter.Span.CopyTo(copy.Span);
            state[Z] = z = copy;
        }

        return (Tensor)z!;
    }

    /// <summary>Gets the second moment of a parameter.</summary>
    private protected Tensor SecondMomentOf(Parameter parameter)
    {
        IDictionary<string, object?> state = StateOf(parameter);
        if (!state.TryGetValue(OptimizerKeys.ExpAvgSq, out object? moment))
        {
            state[OptimizerKeys.ExpAvgSq] = moment = ZeroState(parameter.Shape);
        }

        return (Tensor)moment!;
    }

    private static double AverageWeight(ParameterGroup group, long step, double lr)
    {
        double lrMax = Math.Max(lr, group.GetDouble(LrMax));
        double weight = Math.Pow(step, group.GetDouble(R)) * Math.Pow(lrMax, group.GetDouble(WeightLrPower));
        double sum = group.GetDouble(WeightSum) + weight;
        group[ScheduledLr] = lr;
        group[LrMax] = lrMax;
        group[WeightSum] = sum;
        return sum == 0 ? 0 : weight / sum;
    }

    private void Move(bool toTrain)
    {
        foreach (ParameterGroup group in ParamGroups.Where(group => group.GetBoolean(TrainMode) != toTrain))
        {
            double beta = Interpolation(group);
            LerpRule rule = new((float)(toTrain ? 1 - beta : 1 - (1 / beta)));
            foreach (Parameter parameter in group.Parameters)
            {
                if (StateOf(parameter).TryGetValue(Z, out object? z))
                {
                    _moves.AddWithoutGradient(parameter, rule, (Tensor)z!);
                }
            }

            group[TrainMode] = toTrain;
        }

        _moves.Run();
    }
}
