namespace FineTune;

/// <summary>The Hub does not take the metadata at the top of a README.md, and so would not take any commit it is part of.</summary>
/// <param name="message">What is wrong with it.</param>
/// <param name="innerException">The Hub's answer.</param>
public sealed class InvalidCardException(string message, Exception? innerException = null) : HubException(message, innerException);
