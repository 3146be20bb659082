namespace FineTune.Tokenizers;

/// <summary>How many white-space characters a token begins and ends with.</summary>
internal readonly record struct TokenMargin(int Index, int Leading, int Trailing);
