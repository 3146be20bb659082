using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune;

/// <summary>Ends training when the metric has not become better for some evaluations.</summary>
/// <remarks>
/// An evaluation counts as better than the best before it only if it is so by more than the threshold; but every improvement, however
/// small, raises what the next has to beat. Used-up patience is kept in checkpoints.
/// </remarks>
public sealed class EarlyStoppingCallback : TrainerCallback, IExportableState
{
    private int _failures;

    /// <summary>Gets how many evaluations in a row may fail to be better. Default 1: the first that does ends training.</summary>
    public int EarlyStoppingPatience { get; init; } = 1;

    /// <summary>Gets by how much an evaluation has to be better to count. Default 0.</summary>
    public double EarlyStoppingThreshold { get; init; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The arguments name no metric, or nothing is evaluated.</exception>
    public override void OnTrainBegin(TrainerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Args.MetricForBestModel is null)
        {
            throw new InvalidOperationException(
                "EarlyStoppingCallback needs to know which metric to watch. Set metric_for_best_model, for example to loss.");
        }

        if (context.Args.EvalStrategy == IntervalStrategy.No)
        {
            throw new InvalidOperationException(
                "EarlyStoppingCallback watches evaluations, but nothing is evaluated during training. Set eval_strategy to epoch or steps.");
        }

        if (!context.Args.LoadBestModelAtEnd)
        {
            context.Log?.Warning(
                LogEvent.Settings,
                "EarlyStoppingCallback is used without load_best_model_at_end: after training the model is the last one, not the best.");
        }
    }

    /// <inheritdoc/>
    public override void OnEvaluate(TrainerContext context, LogEntry metrics)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(metrics);
        string name = BestMetric.KeyOf(context.Args.MetricForBestModel ?? "loss");
        if (!metrics.TryGetValue(name, out double value))
        {
            context.Log?.Warning(LogEvent.MetricUnusable, $"EarlyStoppingCallback watches {name}, which this evaluation does not have; it was left out of account.");
            return;
        }

        _failures = IsBetter(context, value) ? 0 : _failures + 1;
        context.Control.ShouldTrainingStop |= _failures >= EarlyStoppingPatience;
    }

    /// <inheritdoc/>
    public CallbackState State() => new(
        new JsonObject
        {
            ["early_stopping_patience"] = EarlyStoppingPatience,
            ["early_stopping_threshold"] = EarlyStoppingThreshold,
        },
        new JsonObject { ["early_stopping_patience_counter"] = _failures });

    /// <inheritdoc/>
    public void FromState(CallbackState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _failures = ArgumentValue.Integer(state.Attributes["early_stopping_patience_counter"] ?? 0L);
    }

    private bool IsBetter(TrainerContext context, double value)
    {
        if (context.State.BestMetric is not { } best)
        {
            return true;
        }

        bool better = context.Args.GreaterIsBetter ?? false ? value > best : value < best;
        return better && Math.Abs(value - best) > EarlyStoppingThreshold;
    }
}
