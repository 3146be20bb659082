namespace FineTune;

/// <summary>Decides, by the arguments, when to log, to evaluate, to save and to stop. Every Trainer has one, before all other callbacks.</summary>
public sealed class DefaultFlowCallback : TrainerCallback
{
    /// <inheritdoc/>
    public override void OnStepEnd(TrainerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        (TrainingArguments args, TrainerState state, TrainerControl control) = (context.Args, context.State, context.Control);
        int step = state.GlobalStep;
        bool evaluates = args.EvalStrategy == IntervalStrategy.Steps && args.EvalDelay <= step;
        bool saves = args.SaveStrategy == SaveStrategy.Steps;

        control.ShouldLog |= step == 1 && args.LoggingFirstStep;
        control.ShouldLog |= args.LoggingStrategy == IntervalStrategy.Steps && IsDue(step, state.LoggingSteps);
        control.ShouldEvaluate |= evaluates && IsDue(step, state.EvalSteps);
        control.ShouldSave |= saves && IsDue(step, state.SaveSteps);
        if (step >= state.MaxSteps)
        {
            control.ShouldTrainingStop = true;
            control.ShouldEvaluate |= evaluates;
            control.ShouldSave |= saves;
        }
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        TrainingArguments args = context.Args;
        context.Control.ShouldLog |= args.LoggingStrategy == IntervalStrategy.Epoch;
        context.Control.ShouldEvaluate |= args.EvalStrategy == IntervalStrategy.Epoch && args.EvalDelay <= context.State.Epoch;
        context.Control.ShouldSave |= args.SaveStrategy == SaveStrategy.Epoch;
    }

    private static bool IsDue(int step, int every) => every > 0 && step % every == 0;
}
