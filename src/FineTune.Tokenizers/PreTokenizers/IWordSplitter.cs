namespace FineTune.Tokenizers;

/// <summary>Cuts a word into smaller ones.</summary>
internal interface IWordSplitter
{
    /// <summary>Appends the words within a span of code points, as spans; empty ones are left out.</summary>
    void Split(ReadOnlySpan<int> points, Word span, List<Word> words);
}
