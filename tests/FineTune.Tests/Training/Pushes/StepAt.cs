namespace FineTune.Tests.Training.Pushes;

/// <summary>Does something at the end of a step.</summary>
internal sealed class StepAt(int step, Action action) : TrainerCallback
{
    public override void OnStepEnd(TrainerContext context)
    {
        if (context.State.GlobalStep == step)
        {
            action();
        }
    }
}
