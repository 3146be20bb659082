namespace FineTune;

/// <summary>How often each run of tokens occurs; a run is its tokens with a character between that no token holds.</summary>
internal static class NGrams
{
    /// <summary>Counts the runs of <paramref name="order"/> tokens.</summary>
    public static Dictionary<string, int> Count(IReadOnlyList<string> tokens, int order)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        for (int i = 0; i + order <= tokens.Count; i++)
        {
            string gram = order == 1 ? tokens[i] : string.Join('\0', Enumerable.Range(i, order).Select(index => tokens[index]));
            counts[gram] = counts.GetValueOrDefault(gram) + 1;
        }

        return counts;
    }

    /// <summary>How many occurrences both have.</summary>
    public static int Common(Dictionary<string, int> left, Dictionary<string, int> right) =>
        left.Sum(pair => Math.Min(pair.Value, right.GetValueOrDefault(pair.Key)));

    /// <summary>The most that any has of each.</summary>
    public static Dictionary<string, int> Most(IEnumerable<Dictionary<string, int>> all)
    {
        Dictionary<string, int> most = new(StringComparer.Ordinal);
        foreach ((string gram, int count) in all.SelectMany(counts => counts))
        {
            most[gram] = Math.Max(most.GetValueOrDefault(gram), count);
        }

        return most;
    }
}
