using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Several pre-tokenizers, each cutting the words of the one before.</summary>
internal sealed class PreTokenizerSequence(IReadOnlyList<IPreTokenizer> preTokenizers) : IPreTokenizer
{
    /// <inheritdoc/>
    public void Split(ReadOnlySpan<int> points, Word span, List<Word> words)
    {
        List<Word> current = [span];
        foreach (IPreTokenizer preTokenizer in preTokenizers)
        {
            List<Word> next = [];
            foreach (Word word in current)
                preTokenizer.Split(points, word, next);
            current = next;
        }

        words.AddRange(current);
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new()
    {
        ["type"] = "Sequence",
        ["pretokenizers"] = new JsonArray([.. preTokenizers.Select(preTokenizer => preTokenizer.ToJson())]),
    };
}
