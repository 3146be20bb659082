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
    internal bool IsNoneFound => NoneFound is not null;

    /// <summary>Gets what was found instead of one, in words that a sentence goes on from; null where that is not what is wrong.</summary>
    internal string? NoneFound { get; init; }
}
