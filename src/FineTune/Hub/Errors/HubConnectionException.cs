namespace FineTune;

/// <summary>The Hub gave no answer: no network, a name that is not known, a connection that broke or took too long.</summary>
/// <param name="message">What happened, what was expected, what to do.</param>
/// <param name="innerException">What it was caused by.</param>
public sealed class HubConnectionException(string message, Exception? innerException = null) : HubException(message, innerException);
