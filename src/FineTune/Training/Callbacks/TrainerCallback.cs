namespace FineTune;

/// <summary>
/// Something that looks on while a model is trained and may step in. Override the events you need; ask for things by
/// <see cref="TrainerContext.Control"/>. To change the computation itself, derive from <c>Trainer</c>.
/// </summary>
/// <remarks>
/// <para>The training loop, each event in its place:</para>
/// <code>
/// OnInitEnd
/// OnTrainBegin
/// [evaluate, if eval_on_start]
/// for each epoch:
///     OnEpochBegin
///     for each optimizer step:
///         fetch its batches
///         for each batch:
///             OnStepBegin                 // first batch of the step only
///             forward, loss, backward
///             OnSubstepEnd                // every batch but the last of the step
///         clip gradients
///         OnPreOptimizerStep
///         optimizer step
///         OnOptimizerStep
///         learning rate moves on, gradients are forgotten, GlobalStep counts
///         OnStepEnd
///         if ShouldLog:      log          -> OnLog
///         if ShouldEvaluate: evaluate     -> OnPredictionStep for each batch, OnLog, OnEvaluate
///         if ShouldSave:     checkpoint   -> OnPushBegin if it is pushed, OnSave
///         if ShouldEpochStop or ShouldTrainingStop: leave the epoch
///     OnEpochEnd
///     the same three ifs
///     if ShouldTrainingStop: leave
/// OnLog                                   // train_runtime, train_loss, ...
/// [load the best model]
/// OnTrainEnd
/// </code>
/// <para>
/// Callbacks are called in the order of the list; <see cref="DefaultFlowCallback"/>, which decides when to log, evaluate and save, is the
/// first, so that yours can overrule it. A stop that is asked for before the first step of a run or an epoch is looked at after that step, as
/// in the reference. <c>Trainer.Predict</c> calls OnPredictionStep and OnPredict. A callback whose state should
/// survive an interruption implements <see cref="IExportableState"/>.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// sealed class StopWhenGood : TrainerCallback
/// {
///     public override void OnEvaluate(TrainerContext context, LogEntry metrics) =>
///         context.Control.ShouldTrainingStop |= metrics["eval_accuracy"] > 0.99;
/// }
/// </code>
/// </example>
public abstract class TrainerCallback
{
    /// <summary>Called when a Trainer is ready, before it does anything.</summary>
    public virtual void OnInitEnd(TrainerContext context)
    {
    }

    /// <summary>Called before the first step.</summary>
    public virtual void OnTrainBegin(TrainerContext context)
    {
    }

    /// <summary>Called when training is over and the best model is loaded.</summary>
    public virtual void OnTrainEnd(TrainerContext context)
    {
    }

    /// <summary>Called before the first batch of an epoch.</summary>
    public virtual void OnEpochBegin(TrainerContext context)
    {
    }

    /// <summary>Called after the last step of an epoch, also when it ended early.</summary>
    public virtual void OnEpochEnd(TrainerContext context)
    {
    }

    /// <summary>Called before the first batch of an optimizer step.</summary>
    public virtual void OnStepBegin(TrainerContext context)
    {
    }

    /// <summary>Called after gradients were clipped, before the optimizer uses them.</summary>
    public virtual void OnPreOptimizerStep(TrainerContext context)
    {
    }

    /// <summary>Called after the optimizer changed the weights; their gradients are still there.</summary>
    public virtual void OnOptimizerStep(TrainerContext context)
    {
    }

    /// <summary>Called after a batch that is not the last of its optimizer step.</summary>
    public virtual void OnSubstepEnd(TrainerContext context)
    {
    }

    /// <summary>Called after an optimizer step, which the state already counts.</summary>
    public virtual void OnStepEnd(TrainerContext context)
    {
    }

    /// <summary>Called after an evaluation, before its metric is compared with the best so far.</summary>
    /// <param name="context">The run.</param>
    /// <param name="metrics">What the evaluation found.</param>
    public virtual void OnEvaluate(TrainerContext context, LogEntry metrics)
    {
    }

    /// <summary>Called after a prediction.</summary>
    /// <param name="context">The run.</param>
    /// <param name="metrics">What it found.</param>
    public virtual void OnPredict(TrainerContext context, LogEntry metrics)
    {
    }

    /// <summary>Called after a checkpoint was saved.</summary>
    public virtual void OnSave(TrainerContext context)
    {
    }

    /// <summary>Called after something was logged.</summary>
    /// <param name="context">The run.</param>
    /// <param name="logs">What was logged, without the step; the log history has it already.</param>
    public virtual void OnLog(TrainerContext context, LogEntry logs)
    {
    }

    /// <summary>Called after each batch of an evaluation or prediction.</summary>
    public virtual void OnPredictionStep(TrainerContext context)
    {
    }

    /// <summary>Called before something is pushed to the Hub.</summary>
    public virtual void OnPushBegin(TrainerContext context)
    {
    }

    /// <summary>Gets whether it writes or shows what all processes have alike: of several only the first one's is called.</summary>
    internal virtual bool SpeaksForAll => false;

    /// <summary>Called where training, an evaluation or a prediction is left before its end.</summary>
    internal virtual void Leave()
    {
    }
}
