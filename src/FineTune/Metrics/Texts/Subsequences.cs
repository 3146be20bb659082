namespace FineTune;

/// <summary>ROUGE-L: F-measures of longest common subsequences, words in the same order but not side by side.</summary>
internal static class Subsequences
{
    /// <summary>Of whole texts.</summary>
    public static double OfWholes(IReadOnlyList<string> reference, IReadOnlyList<string> prediction) =>
        reference.Count == 0 || prediction.Count == 0
            ? 0
            : Rouge.F(Lengths(reference, prediction)[reference.Count, prediction.Count], prediction.Count, reference.Count);

    /// <summary>
    /// Of each line of the reference with every line of the prediction, joined; a word counts at most as often as both have it.
    /// </summary>
    public static double OfLines(IReadOnlyList<string>[] reference, IReadOnlyList<string>[] prediction)
    {
        int referenceWords = reference.Sum(line => line.Count);
        int predictionWords = prediction.Sum(line => line.Count);
        if (referenceWords == 0 || predictionWords == 0)
        {
            return 0;
        }

        Dictionary<string, int> inReference = NGrams.Count([.. reference.SelectMany(line => line)], 1);
        Dictionary<string, int> inPrediction = NGrams.Count([.. prediction.SelectMany(line => line)], 1);
        int hits = 0;
        foreach (IReadOnlyList<string> line in reference)
        {
            foreach (int place in new SortedSet<int>(prediction.SelectMany(other => Places(line, other))))
            {
                if (inPrediction.GetValueOrDefault(line[place]) > 0 && inReference[line[place]] > 0)
                {
                    hits++;
                    inPrediction[line[place]]--;
                    inReference[line[place]]--;
                }
            }
        }

        return Rouge.F(hits, predictionWords, referenceWords);
    }

    /// <summary>The length of the longest common subsequence of every beginning of both.</summary>
    private static int[,] Lengths(IReadOnlyList<string> reference, IReadOnlyList<string> prediction)
    {
        int[,] lengths = new int[reference.Count + 1, prediction.Count + 1];
        for (int i = 1; i <= reference.Count; i++)
        {
            for (int j = 1; j <= prediction.Count; j++)
            {
                lengths[i, j] = reference[i - 1] == prediction[j - 1]
                    ? lengths[i - 1, j - 1] + 1
                    : Math.Max(lengths[i - 1, j], lengths[i, j - 1]);
            }
        }

        return lengths;
    }

    /// <summary>Where in the reference one longest common subsequence lies: of several the one that rouge_score reads out.</summary>
    private static IEnumerable<int> Places(IReadOnlyList<string> reference, IReadOnlyList<string> prediction)
    {
        int[,] lengths = Lengths(reference, prediction);
        int i = reference.Count;
        int j = prediction.Count;
        while (i > 0 && j > 0)
        {
            if (reference[i - 1] == prediction[j - 1])
            {
                yield return i - 1;
                i--;
                j--;
            }
            else if (lengths[i, j - 1] > lengths[i - 1, j])
            {
                j--;
            }
            else
            {
                i--;
            }
        }
    }
}
