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

    /// <summary>Letters to change, add or leave out; two neighbours in the wrong order count as one.</summary>
    private static int Between(string left, string right)
    {
        int[,] distance = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                distance[i, j] = i == 0 ? j : j == 0 ? i : Step(i, j);
            }
        }

        return distance[left.Length, right.Length];

        int Step(int i, int j)
        {
            int changed = distance[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
            int best = Math.Min(changed, 1 + Math.Min(distance[i - 1, j], distance[i, j - 1]));
            return i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1] ? Math.Min(best, distance[i - 2, j - 2] + 1) : best;
        }
    }
}
