using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Sets numbers apart, as wholes or digit by digit.</summary>
internal sealed class DigitsPreTokenizer(bool individualDigits) : SplittingPreTokenizer
{
    /// <inheritdoc/>
    public override void Split(ReadOnlySpan<int> points, Word span, List<Word> words)
    {
        CodePointSet numeric = CharacterData.Instance.Numeric;
        int start = span.Start;
        for (int i = span.Start + 1; i <= span.End; i++)
        {
            bool before = numeric.Contains(points[i - 1]);
            if (i < span.End && before == numeric.Contains(points[i]) && !(before && individualDigits))
                continue;
            words.Add(new(start, i));
            start = i;
        }
    }

    /// <inheritdoc/>
    public override JsonObject ToJson() => new() { ["type"] = "Digits", ["individual_digits"] = individualDigits };
}
