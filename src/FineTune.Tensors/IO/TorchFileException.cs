namespace FineTune;

/// <summary>A file written by <c>torch.save</c> is damaged, asks for more than plain data, or holds something other than expected.</summary>
public sealed class TorchFileException : IOException
{
    /// <summary>Initializes the exception with its message and what caused it, if anything.</summary>
    public TorchFileException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Gets what the file is instead, by <see cref="IO.FileDisguise"/>; or null.</summary>
    internal IO.Disguise? Disguise { get; init; }
}
