namespace FineTune.Tokenizers;

/// <summary>A part of a template: a text (0 or 1), or a special token, which stands for one or more ids.</summary>
internal sealed record TemplatePiece(int Sequence, SpecialToken? SpecialToken, int TypeId)
{
    public bool IsSequence => SpecialToken is null;
}
