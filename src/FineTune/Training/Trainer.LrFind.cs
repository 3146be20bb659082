using FineTune.Training;

namespace FineTune;

/// <content>Looking for a learning rate.</content>
public partial class Trainer
{
    /// <summary>
    /// Tries learning rates from very small to large, each for one optimizer step, and suggests the one at which the loss falls most steeply
    /// (Smith 2017). Weights, random numbers and optimizer are put back: training afterwards is what it would have been without.
    /// </summary>
    /// <remarks>Nothing is logged, no callback is called, nothing is written. It needs memory for a copy of the weights.</remarks>
    /// <param name="options">The bounds and number of steps. Default null: 100 steps from 1e-7 to 1.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    /// <example>
    /// <code>
    /// LrFindResult found = trainer.LrFind();
    /// Console.WriteLine(found);
    /// var args = trainer.Args with { LearningRate = found.Suggestion ?? 5e-5 };
    /// </code>
    /// </example>
    /// <exception cref="ArgumentException">The options make no sense, or there is no training data.</exception>
    /// <exception cref="InvalidOperationException">Training is running.</exception>
    /// <exception cref="TrainingArgumentsException">Several processes train together.</exception>
    public LrFindResult LrFind(LrFindOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new LrFindOptions();
        if (!(options.StartLr > 0 && options.EndLr > options.StartLr && double.IsFinite(options.EndLr)))
        {
            throw new ArgumentException($"StartLr {options.StartLr} and EndLr {options.EndLr} are no range. Give an EndLr above a StartLr above 0.", nameof(options));
        }

        if (options.NumSteps < 2)
        {
            throw new ArgumentException($"NumSteps is {options.NumSteps}, but a range needs at least 2; 100 is usual.", nameof(options));
        }

        if (!(options.Smoothing >= 0 && options.Smoothing < 1) || !(options.DivergeThreshold > 1))
        {
            throw new ArgumentException($"Smoothing is {options.Smoothing} and DivergeThreshold {options.DivergeThreshold}; expected at least 0 and below 1, and more than 1.", nameof(options));
        }

        if (IsInTrain)
        {
            throw new InvalidOperationException("Training is running, and a test of learning rates would disturb it. Call LrFind before Train.");
        }

        if (TrainerRules.LrFindProblem(Args, Processes) is { } problem)
        {
            throw new TrainingArgumentsException(["lr_find: " + problem]);
        }

        PrecisionOfRun.RequireTrainable(Model);
        Initialize();
        return new LearningRateTest(this, options).Run(cancellationToken);
    }
}
