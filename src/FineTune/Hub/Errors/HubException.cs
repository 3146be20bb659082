namespace FineTune;

/// <summary>Something the Hub, or the way to it, refused. The message says what happened and what to do.</summary>
/// <param name="message">What happened, what was expected, what to do.</param>
/// <param name="innerException">What it was caused by.</param>
public class HubException(string message, Exception? innerException = null) : IOException(message, innerException);
