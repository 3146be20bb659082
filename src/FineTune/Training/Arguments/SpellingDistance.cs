namespace FineTune.Training;

/// <summary>Finds the word somebody meant.</summary>
internal static class SpellingDistance
{
    /// <summary>Gets the candidate the fewest letters away, or null when more than a third of the letters would have to change.</summary>
    public static string? Nearest(string word, IEnumerable<string> candidates)
    {
        (string? best, int distance) = (null, 1 + (word.Length / 3));
        foreach (string candidate in candidates)
        {
            int d = Between(word, candidate);
            if (d < distance)
            {
                (best, distance) = (candidate, d);
            }
        }

        return best;
    }

    private static int Between(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int changed = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[^1];
    }
}
