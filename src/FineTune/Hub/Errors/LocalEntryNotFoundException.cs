namespace FineTune;

/// <summary>A file is not in the cache, and the Hub could not (or may not) be asked for it.</summary>
/// <param name="message">What happened, what was expected, what to do.</param>
/// <param name="innerException">What it was caused by.</param>
public sealed class LocalEntryNotFoundException(string message, Exception? innerException = null) : HubException(message, innerException);
