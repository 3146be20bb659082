using System.Security.Cryptography;

namespace FineTune.Parity;

/// <summary>Notes a digest of the random state at every event, and keeps the log history.</summary>
internal sealed class StateRecorder : TrainerCallback
{
    public List<(string Event, int Step, string Digest)> States { get; } = [];

    public TrainerState? State { get; private set; }

    public override void OnTrainBegin(TrainerContext context) => Note("train_begin", context);

    public override void OnEpochBegin(TrainerContext context) => Note("epoch_begin", context);

    public override void OnStepBegin(TrainerContext context) => Note("step_begin", context);

    public override void OnSubstepEnd(TrainerContext context) => Note("substep_end", context);

    public override void OnStepEnd(TrainerContext context) => Note("step_end", context);

    public override void OnEvaluate(TrainerContext context, LogEntry metrics) => Note("evaluate", context);

    public override void OnEpochEnd(TrainerContext context) => Note("epoch_end", context);

    public override void OnTrainEnd(TrainerContext context) => Note("train_end", context);

    private void Note(string name, TrainerContext context)
    {
        State = context.State;
        States.Add((name, context.State.GlobalStep, Convert.ToHexStringLower(SHA1.HashData(context.Model!.Generator!.GetState()))));
    }
}
