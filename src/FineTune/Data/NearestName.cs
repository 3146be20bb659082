namespace FineTune.Data;

/// <summary>Finds what somebody meant who typed a name wrongly.</summary>
internal static class NearestName
{
    /// <summary>
    /// Gets the candidate with the fewest letters to change, if those are at most a third of the name (or only the case differs).
    /// </summary>
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

    /// <summary>How many letters to insert, delete, replace or exchange with the next.</summary>
    private static int Changes(string left, string right)
    {
        int[,] changes = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                changes[i, j] = i == 0 || j == 0 ? i + j : Least(left, right, changes, i, j);
            }
        }

        return changes[left.Length, right.Length];
    }

    private static int Least(string left, string right, int[,] changes, int i, int j)
    {
        int replace = changes[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
        int least = Math.Min(replace, Math.Min(changes[i - 1, j], changes[i, j - 1]) + 1);
        bool exchanged = i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
        return exchanged ? Math.Min(least, changes[i - 2, j - 2] + 1) : least;
    }
}
