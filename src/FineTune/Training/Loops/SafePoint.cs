namespace FineTune.Training;

/// <summary>
/// The state after the last finished optimizer step. An interruption goes back to it, so that a checkpoint never holds half a step: the
/// weights have not changed since, and everything else is here.
/// </summary>
/// <param name="Random">The state of the run's generator.</param>
/// <param name="Progress">How far the run was.</param>
/// <param name="TokensSeen">The input tokens counted.</param>
/// <param name="LogCount">The length of the log history.</param>
/// <param name="Control">What was asked for.</param>
/// <param name="Callbacks">The state of the callbacks that have one.</param>
/// <param name="IsPending">Whether what <paramref name="Control"/> asks for has still to be done.</param>
internal sealed record SafePoint(
    byte[] Random,
    RunProgress Progress,
    long TokensSeen,
    int LogCount,
    ControlFlags Control,
    IReadOnlyList<KeyValuePair<IExportableState, CallbackState>> Callbacks,
    bool IsPending);
