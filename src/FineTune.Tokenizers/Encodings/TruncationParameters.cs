namespace FineTune.Tokenizers;

/// <summary>How to truncate; as tokenizer.json holds it.</summary>
internal sealed record TruncationParameters(int MaxLength, int Stride, TruncationStrategy Strategy, Side Side);
