using System.Security.Cryptography;

namespace FineTune.Tests.Training.Runs;

/// <summary>Writes down every event with the step and eight digits that identify the state of the random numbers.</summary>
internal sealed class EventRecorder : TrainerCallback
{
    private readonly Func<Generator> _generator;
    private readonly List<string> _events = [];

    public EventRecorder(Func<Generator> generator) => _generator = generator;

    public IReadOnlyList<string> Events => _events;

    public override void OnInitEnd(TrainerContext context) => Note("init_end", context);

    public override void OnTrainBegin(TrainerContext context) => Note("train_begin", context);

    public override void OnTrainEnd(TrainerContext context) => Note("train_end", context);

    public override void OnEpochBegin(TrainerContext context) => Note("epoch_begin", context);

    public override void OnEpochEnd(TrainerContext context) => Note("epoch_end", context);

    public override void OnStepBegin(TrainerContext context) => Note("step_begin", context);

    public override void OnPreOptimizerStep(TrainerContext context) => Note("pre_optimizer_step", context);

    public override void OnOptimizerStep(TrainerContext context) => Note("optimizer_step", context);

    public override void OnSubstepEnd(TrainerContext context) => Note("substep_end", context);

    public override void OnStepEnd(TrainerContext context) => Note("step_end", context);

    public override void OnEvaluate(TrainerContext context, LogEntry metrics) => Note("evaluate", context);

    public override void OnPredict(TrainerContext context, LogEntry metrics) => Note("predict", context);

    public override void OnSave(TrainerContext context) => Note("save", context);

    public override void OnLog(TrainerContext context, LogEntry logs) => Note("log", context);

    public override void OnPredictionStep(TrainerContext context) => Note("prediction_step", context);

    private void Note(string name, TrainerContext context)
    {
        string random = Convert.ToHexStringLower(SHA1.HashData(_generator().GetState()))[..8];
        _events.Add($"{name} {context.State.GlobalStep} {random}");
    }
}
