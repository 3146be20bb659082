using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>A pre-tokenizer that only cuts.</summary>
internal abstract class SplittingPreTokenizer : IPreTokenizer, IWordSplitter
{
    /// <inheritdoc/>
    public void PreTokenize(PreTokenizedText text) => text.Cut(this);

    /// <inheritdoc/>
    public abstract void Split(ReadOnlySpan<int> points, Word span, List<Word> words);

    /// <inheritdoc/>
    public abstract JsonObject ToJson();
}
