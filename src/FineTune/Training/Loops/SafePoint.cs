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
    bool IsPending)
{
    /// <summary>Notes the present state.</summary>
    /// <param name="trainer">Whose state.</param>
    /// <param name="random">The state of the generator, when it is still to be restored; null for the present one.</param>
    /// <param name="isPending">Whether what callbacks asked for has still to be done.</param>
    public static SafePoint Take(Trainer trainer, byte[]? random, bool isPending) => new(
        random ?? trainer.Generator.GetState(),
        trainer.Progress with { },
        trainer.State.NumInputTokensSeen,
        trainer.State.LogHistory.Count,
        trainer.Control.Flags,
        isPending ? [.. trainer.Handler.Callbacks.OfType<IExportableState>().Select(callback => KeyValuePair.Create(callback, callback.State()))] : [],
        isPending);

    /// <summary>Makes the present state the one that was noted.</summary>
    public void Restore(Trainer trainer)
    {
        trainer.Generator.SetState(Random);
        trainer.Progress = Progress with { };
        trainer.State.NumInputTokensSeen = TokensSeen;
        trainer.State.TruncateLogs(LogCount);
        trainer.Control.Flags = Control;
        foreach ((IExportableState callback, CallbackState state) in Callbacks)
        {
            callback.FromState(state);
        }
    }
}
