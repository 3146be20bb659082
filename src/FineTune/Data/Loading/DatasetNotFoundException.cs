namespace FineTune;

/// <summary>There is no such data set, or no such revision of it, or the caller may not see it.</summary>
/// <param name="message">What happened, what was expected, what to do.</param>
/// <param name="innerException">What the Hub said.</param>
public sealed class DatasetNotFoundException(string message, Exception? innerException = null) : FileNotFoundException(message, innerException);
