namespace FineTune.Tokenizers;

/// <summary>A span of code points of a normalized text.</summary>
internal readonly record struct Word(int Start, int End);
