namespace FineTune;

/// <summary>
/// Something with a state that has to survive an interruption, such as the patience a callback has used up. A
/// <see cref="TrainerCallback"/> that implements it is written into every checkpoint and restored by a resumed run.
/// </summary>
public interface IExportableState
{
    /// <summary>Gets the state as it is now.</summary>
    CallbackState State();

    /// <summary>Takes over a state from a checkpoint.</summary>
    /// <param name="state">What <see cref="State"/> gave when the checkpoint was saved.</param>
    void FromState(CallbackState state);
}
