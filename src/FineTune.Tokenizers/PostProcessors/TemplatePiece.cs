namespace FineTune.Tokenizers;

/// <summary>A part of a template: a text (0 or 1), or a special token by name.</summary>
internal readonly record struct TemplatePiece(int Sequence, string? SpecialToken, int TypeId)
{
    public bool IsSequence => SpecialToken is null;
}
