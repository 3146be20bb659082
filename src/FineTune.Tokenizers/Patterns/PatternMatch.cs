namespace FineTune.Tokenizers;

/// <summary>A span of code points that a pattern found, or that lies between such.</summary>
internal readonly record struct PatternMatch(int Start, int End, bool IsMatch);
