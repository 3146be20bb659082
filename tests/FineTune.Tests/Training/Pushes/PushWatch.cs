namespace FineTune.Tests.Training.Pushes;

/// <summary>Writes down pushes and saves with their steps.</summary>
internal sealed class PushWatch(List<string> events) : TrainerCallback
{
    public override void OnPushBegin(TrainerContext context) => events.Add($"push {context.State.GlobalStep}");

    public override void OnSave(TrainerContext context) => events.Add($"save {context.State.GlobalStep}");
}
