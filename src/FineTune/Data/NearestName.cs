namespace FineTune.Data;

/// <summary>Finds what somebody meant who typed a name wrongly.</summary>
internal static class NearestName
{
    /// <summary>Gets the candidate with the fewest letters to change, if those are at most a third of the name (or only the case differs).</summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        string? nearest = null;
        int fewest = Math.Max(1, name.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            int changes = Changes(name.ToUpperInvariant(), candidate.ToUpperInvariant());
            if (changes < fewest)
            {
                (nearest, fewest) = (candidate, changes);
            }
        }

        return nearest;
    }

    /// <summary>The Levenshtein distance.</summary>
    private static int Changes(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 0; i < left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < right.Length; j++)
            {
                int replace = diagonal + (left[i] == right[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replace, Math.Min(row[j], row[j + 1]) + 1);
            }
        }

        return row[^1];
    }
}
