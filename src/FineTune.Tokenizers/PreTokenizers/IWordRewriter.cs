namespace FineTune.Tokenizers;

/// <summary>Writes a word anew.</summary>
internal interface IWordRewriter
{
    /// <summary>Writes all of a word, within a rewrite of the text that has come to it.</summary>
    void Rewrite(NormalizedText text, Word word);
}
