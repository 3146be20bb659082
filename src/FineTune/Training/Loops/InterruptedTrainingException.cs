namespace FineTune.Training;

/// <summary>Carries an interruption out of the loop after it has gone back to the last finished step.</summary>
/// <param name="isPending">Whether something that step asked for, such as an evaluation, has still to be done.</param>
/// <param name="reason">What interrupted.</param>
internal sealed class InterruptedTrainingException(bool isPending, Exception reason) : Exception(reason.Message, reason)
{
    public bool IsPending { get; } = isPending;
}
