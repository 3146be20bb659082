namespace FineTune;

/// <summary>A safetensors file is damaged, or holds something other than what was asked for; the message names the file.</summary>
public sealed class SafetensorsException : IOException
{
    /// <summary>Initializes the exception with its message and what caused it, if anything.</summary>
    public SafetensorsException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Gets what the file is instead, by <see cref="IO.FileDisguise"/>; or null.</summary>
    internal IO.Disguise? Disguise { get; init; }
}
