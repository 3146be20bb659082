namespace FineTune;

/// <summary>A token was asked for (<c>Token = true</c>), but this computer has none.</summary>
/// <param name="message">What happened, what was expected, what to do.</param>
public sealed class LocalTokenNotFoundException(string message) : HubException(message);
