namespace FineTune.Tokenizers;

/// <summary>A span of code points that is an added token, or, with id -1, is not.</summary>
internal readonly record struct AddedTokenMatch(int Start, int End, int Id)
{
    public bool IsToken => Id >= 0;
}
