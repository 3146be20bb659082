namespace FineTune;

/// <summary>Two shapes that must agree do not; the message names both and what to type.</summary>
public sealed class ShapeMismatchException : ArgumentException
{
    /// <summary>Initializes the exception with its message.</summary>
    public ShapeMismatchException(string message)
        : base(message)
    {
    }
}
