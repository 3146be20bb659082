using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Splits at what a pattern finds, or, inverted, at what lies between.</summary>
internal sealed class SplitPreTokenizer(IPattern pattern, SplitBehavior behavior, bool invert) : SplittingPreTokenizer
{
    [ThreadStatic]
    private static List<PatternMatch>? _matches;

    /// <inheritdoc/>
    public override void Split(ReadOnlySpan<int> points, Word span, List<Word> words)
    {
        List<PatternMatch> matches = _matches ??= [];
        matches.Clear();
        pattern.FindAll(points, span, matches);
        if (behavior == SplitBehavior.MergedWithNext)
            MergeWithNext(matches, words);
        else
            Merge(matches, words);
    }

    /// <inheritdoc/>
    public override JsonObject ToJson() => new()
    {
        ["type"] = "Split",
        ["pattern"] = pattern.ToJson(),
        ["behavior"] = behavior.ToString(),
        ["invert"] = invert,
    };

    private void Merge(List<PatternMatch> matches, List<Word> words)
    {
        int first = words.Count;
        bool any = false, previous = false;
        foreach (PatternMatch match in matches)
        {
            bool delimiter = match.IsMatch != invert;
            bool joins = any && behavior switch
            {
                SplitBehavior.Contiguous => delimiter == previous,
                SplitBehavior.MergedWithPrevious => delimiter && !previous,
                _ => false,
            };
            if (joins)
                words[^1] = words[^1] with { End = match.End };
            else if (!delimiter || behavior != SplitBehavior.Removed)
                words.Add(new(match.Start, match.End));
            (any, previous) = (true, delimiter);
        }

        RemoveEmpty(words, first);
    }

    private void MergeWithNext(List<PatternMatch> matches, List<Word> words)
    {
        int first = words.Count;
        bool previous = false;
        for (int i = matches.Count - 1; i >= 0; i--)
        {
            bool delimiter = matches[i].IsMatch != invert;
            if (delimiter && !previous && words.Count > first)
                words[^1] = words[^1] with { Start = matches[i].Start };
            else
                words.Add(new(matches[i].Start, matches[i].End));
            previous = delimiter;
        }

        words.Reverse(first, words.Count - first);
        RemoveEmpty(words, first);
    }

    private static void RemoveEmpty(List<Word> words, int first)
    {
        int kept = first;
        for (int i = first; i < words.Count; i++)
        {
            if (words[i].Start < words[i].End)
                words[kept++] = words[i];
        }

        words.RemoveRange(kept, words.Count - kept);
    }
}
