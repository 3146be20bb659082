namespace FineTune.Training;

/// <summary>What a loop needs to know of the checkpoint it goes on from, beyond the Trainer's state and progress, which are loaded already.</summary>
internal sealed class ResumePoint
{
    /// <summary>Gets the state of the generator, or null when the checkpoint has none.</summary>
    public byte[]? RandomState { get; init; }

    /// <summary>Gets what the last step asked for and an interruption kept from being done, or null.</summary>
    public CallbackState? PendingControl { get; init; }

    /// <summary>Gets whether the last step asked for the end of its epoch.</summary>
    public bool StopsEpoch { get; init; }

    /// <summary>Gets the step the checkpoint was saved at.</summary>
    public required int GlobalStep { get; init; }

    /// <summary>Gets how many steps the run was to have.</summary>
    public required int MaxSteps { get; init; }

    /// <summary>Gets whether a callback had ended the run.</summary>
    public bool IsStopped { get; init; }

    /// <summary>Gets whether there is nothing left to train: the steps are done, or a callback had ended a run of as many.</summary>
    public bool IsComplete(TrainingPlan plan) => GlobalStep >= Math.Max(plan.MaxSteps, 1) || (IsStopped && plan.MaxSteps == MaxSteps);
}
