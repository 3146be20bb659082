using FineTune.Training;

namespace FineTune;

/// <content>Optimizer and learning rate.</content>
public partial class Trainer
{
    private bool _createdLrScheduler;

    /// <summary>Gets the learning rate of each parameter group.</summary>
    /// <exception cref="InvalidOperationException">There is no optimizer yet.</exception>
    public IReadOnlyList<double> GetLearningRates() => [.. RequireOptimizer().ParamGroups.Select(group => group.Lr)];

    /// <summary>Gets the parameter groups of the optimizer.</summary>
    /// <exception cref="InvalidOperationException">There is no optimizer yet.</exception>
    public IReadOnlyList<ParameterGroup> GetOptimizerGroups() => RequireOptimizer().ParamGroups;

    /// <summary>Gets the parameter group that a parameter is in.</summary>
    /// <exception cref="InvalidOperationException">There is no optimizer yet.</exception>
    public ParameterGroup? GetOptimizerGroup(Parameter parameter) =>
        RequireOptimizer().ParamGroups.FirstOrDefault(group => group.Parameters.Any(other => ReferenceEquals(other, parameter)));

    /// <summary>Counts the weights that training changes.</summary>
    public long GetNumTrainableParameters() => Model.Parameters().Where(parameter => parameter.RequiresGrad).Sum(parameter => (long)parameter.Length);

    /// <summary>Refuses to train a model of which nothing is trained.</summary>
    internal void RequireTrainedParameters()
    {
        if (GetNumTrainableParameters() == 0)
        {
            throw new ArgumentException(
                $"No parameter of {Model.GetType().Name} is trained: RequiresGrad is false for each. Set it to true for those that training is to change (the head, at least), or call Evaluate instead of Train.");
        }
    }

    /// <summary>Gets the names of the parameters that decay: all but biases and those of normalization layers.</summary>
    public virtual IReadOnlySet<string> GetDecayParameterNames(TrainableModel model) => DecayParameters.GetDecayParameterNames(model);

    /// <summary>Makes the optimizer. Override it for one of your own.</summary>
    /// <returns>The optimizer the Trainer will use.</returns>
    protected internal virtual Optimizer CreateOptimizer()
    {
        IReadOnlySet<string> decaying = GetDecayParameterNames(Model);
        if (Args.LayerwiseLrDecay is { } decay)
        {
            return MakeOptimizer(LayerwiseLrDecay.Groups(Model, Args.LearningRate, decay, Args.WeightDecay, decaying));
        }

        (string Name, Parameter Parameter)[] trainable = [.. Model.NamedParameters().Where(pair => pair.Parameter.RequiresGrad)];
        ParameterGroup[] groups =
        [
            new(trainable.Where(pair => decaying.Contains(pair.Name))) { WeightDecay = Args.WeightDecay },
            new(trainable.Where(pair => !decaying.Contains(pair.Name))) { WeightDecay = 0 },
        ];
        return MakeOptimizer(groups);
    }

    /// <summary>Makes the course of the learning rate. Override it for one of your own.</summary>
    /// <param name="numTrainingSteps">The number of optimizer steps of the run.</param>
    /// <param name="optimizer">Whose learning rates it sets.</param>
    protected internal virtual LrScheduler CreateScheduler(int numTrainingSteps, Optimizer optimizer) => LrSchedulers.GetScheduler(
        Args.LrSchedulerType, optimizer, Args.GetWarmupSteps(numTrainingSteps), numTrainingSteps, Args.LrSchedulerKwargs);

    /// <summary>The learning rate of the next step.</summary>
    internal double GetLearningRate() =>
        LrScheduler is MetricLrScheduler ? Optimizer!.ParamGroups[0].Lr : LrScheduler!.GetLastLr()[0];

    /// <summary>Makes what is missing. A schedule is made for each run: it depends on the number of steps.</summary>
    internal void BeginOptimization(int maxSteps)
    {
        if (_createdLrScheduler)
        {
            LrScheduler = null;
        }

        Optimizer ??= CreateOptimizer();
        if (LrScheduler is null)
        {
            LrScheduler = CreateScheduler(maxSteps, Optimizer);
            if (LrScheduler is GreedyLr greedy)
            {
                greedy.Say = Messages.Logger is null ? Terminal.SafeConsole.Out.WriteLine : text => Messages.Info(LogEvent.Settings, text);
            }

            _createdLrScheduler = true;
        }
    }

    /// <summary>Gives up an attempt to train: optimizer and schedule are those there were before it, or are made anew.</summary>
    internal void BeginAgain((Optimizer? Optimizer, LrScheduler? Scheduler) before)
    {
        (Optimizer, LrScheduler) = before;
        _createdLrScheduler &= before.Scheduler is not null;
        (Average, TrainDataLoader, WeightOfStep, CurrentGradientAccumulationSteps) = (null, null, null, 1);
        (State, Progress) = (new TrainerState(), new RunProgress());
    }

    /// <summary>Makes the optimizer that the arguments name.</summary>
    internal static Optimizer MakeOptimizer(TrainingArguments args, IReadOnlyList<ParameterGroup> groups) =>
        FineTune.Optimizers.Create(EnumSpelling<OptimizerNames>.Of(args.Optim), groups, OptimizerSettings(args), args.OptimArgs);

    private static OptimizerSettings OptimizerSettings(TrainingArguments args) => new()
    {
        LearningRate = args.LearningRate,
        WeightDecay = args.WeightDecay,
        AdamBeta1 = args.AdamBeta1,
        AdamBeta2 = args.AdamBeta2,
        AdamEpsilon = args.AdamEpsilon,
        WarmupSteps = args.WarmupSteps,
    };

    private Optimizer MakeOptimizer(IReadOnlyList<ParameterGroup> groups) => OptimizerFactory is { } make ? make(groups) : MakeOptimizer(Args, groups);

    private Optimizer RequireOptimizer() => Optimizer ?? throw new InvalidOperationException(
        "There is no optimizer yet: it is made when training begins. Call this from a callback, or pass Optimizers to the Trainer.");
}
