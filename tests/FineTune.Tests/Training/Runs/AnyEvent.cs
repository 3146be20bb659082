namespace FineTune.Tests.Training.Runs;

/// <summary>Hands every event to one method.</summary>
internal abstract class AnyEvent : TrainerCallback
{
    public override void OnInitEnd(TrainerContext context) => On("init_end", context);

    public override void OnTrainBegin(TrainerContext context) => On("train_begin", context);

    public override void OnTrainEnd(TrainerContext context) => On("train_end", context);

    public override void OnEpochBegin(TrainerContext context) => On("epoch_begin", context);

    public override void OnEpochEnd(TrainerContext context) => On("epoch_end", context);

    public override void OnStepBegin(TrainerContext context) => On("step_begin", context);

    public override void OnPreOptimizerStep(TrainerContext context) => On("pre_optimizer_step", context);

    public override void OnOptimizerStep(TrainerContext context) => On("optimizer_step", context);

    public override void OnSubstepEnd(TrainerContext context) => On("substep_end", context);

    public override void OnStepEnd(TrainerContext context) => On("step_end", context);

    public override void OnEvaluate(TrainerContext context, LogEntry metrics) => On("evaluate", context);

    public override void OnPredict(TrainerContext context, LogEntry metrics) => On("predict", context);

    public override void OnSave(TrainerContext context) => On("save", context);

    public override void OnLog(TrainerContext context, LogEntry logs) => On("log", context);

    public override void OnPredictionStep(TrainerContext context) => On("prediction_step", context);

    protected abstract void On(string name, TrainerContext context);
}
