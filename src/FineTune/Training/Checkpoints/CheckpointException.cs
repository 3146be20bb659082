namespace FineTune;

/// <summary>A checkpoint cannot be used, or not be saved; the message says which file, why, and what to do.</summary>
public sealed class CheckpointException : IOException
{
    /// <summary>Initializes the exception.</summary>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes the exception with what caused it.</summary>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Gets whether the folder simply has no complete checkpoint to go on from.</summary>
    internal bool IsNoneFound { get; init; }
}
