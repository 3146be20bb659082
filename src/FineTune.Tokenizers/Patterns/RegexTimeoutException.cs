namespace FineTune.Tokenizers;

/// <summary>Looking for a regular expression took too long.</summary>
internal sealed class RegexTimeoutException : Exception;
