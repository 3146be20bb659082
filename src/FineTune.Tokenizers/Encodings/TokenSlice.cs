namespace FineTune.Tokenizers;

/// <summary>A span of tokens in a <see cref="TokenBuffer"/>.</summary>
internal readonly record struct TokenSlice(int Start, int End)
{
    public int Length => End - Start;
}
