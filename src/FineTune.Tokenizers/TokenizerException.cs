namespace FineTune;

/// <summary>A tokenizer's files cannot be used, or a text cannot be encoded with them. The message says what to do.</summary>
public sealed class TokenizerException : Exception
{
    /// <summary>Initializes the exception with a message.</summary>
    public TokenizerException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes the exception with a message and its cause.</summary>
    public TokenizerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
