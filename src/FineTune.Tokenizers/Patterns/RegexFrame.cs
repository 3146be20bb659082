namespace FineTune.Tokenizers;

/// <summary>A way put off, or what to put back on the way.</summary>
internal record struct RegexFrame(int Pc, int Position, int Limit, RegexFrameKind Kind);
