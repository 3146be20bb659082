using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Splits at punctuation marks, which are treated as the behavior says.</summary>
internal sealed class PunctuationPreTokenizer(SplitBehavior behavior) : SplittingPreTokenizer
{
    /// <inheritdoc/>
    public override void Split(ReadOnlySpan<int> points, Word span, List<Word> words)
    {
        CodePointSet punctuation = UnicodeData.Instance.Punctuation;
        int start = span.Start;
        for (int i = span.Start + 1; i <= span.End; i++)
        {
            bool left = punctuation.Contains(points[i - 1]);
            if (i < span.End && !IsBoundary(left, punctuation.Contains(points[i])))
                continue;
            if (behavior != SplitBehavior.Removed || !left)
                words.Add(new(start, i));
            start = i;
        }
    }

    /// <inheritdoc/>
    public override JsonObject ToJson() => new() { ["type"] = "Punctuation", ["behavior"] = behavior.ToString() };

    private bool IsBoundary(bool left, bool right) => behavior switch
    {
        SplitBehavior.Contiguous => left != right,
        SplitBehavior.MergedWithPrevious => left,
        SplitBehavior.MergedWithNext => right,
        _ => left || right,
    };
}
