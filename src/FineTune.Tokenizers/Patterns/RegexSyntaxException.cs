namespace FineTune.Tokenizers;

/// <summary>A regular expression cannot be read, or asks for what is not supported.</summary>
internal sealed class RegexSyntaxException(string message) : Exception(message);
