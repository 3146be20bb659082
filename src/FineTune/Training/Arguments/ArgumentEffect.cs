namespace FineTune.Training;

/// <summary>What another value of an argument does to a run that is resumed.</summary>
internal enum ArgumentEffect
{
    /// <summary>Nothing that is computed depends on it.</summary>
    Harmless,

    /// <summary>The run goes on otherwise than it would have.</summary>
    Trajectory,

    /// <summary>The state of the checkpoint's optimizer and schedule holds the old value, which therefore stays.</summary>
    KeptInState,

    /// <summary>The checkpoint cannot be gone on from.</summary>
    Impossible,
}
