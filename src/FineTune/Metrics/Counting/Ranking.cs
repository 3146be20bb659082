namespace FineTune;

/// <summary>Scores of how well rows are ranked, or how probable the right classes were.</summary>
internal static class Ranking
{
    /// <summary>The sum over falling thresholds of precision times the recall gained; 0 without positive rows.</summary>
    public static double AveragePrecision(double[] scores, bool[] positive)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i])];
        double positives = positive.Count(flag => flag);
        double found = 0;
        double area = 0;
        for (int begin = 0; begin < order.Length && positives > 0;)
        {
            int end = begin;
            double before = found;
            while (end < order.Length && scores[order[end]] == scores[order[begin]])
            {
                found += positive[order[end++]] ? 1 : 0;
            }

            area += (found - before) / positives * (found / end);
            begin = end;
        }

        return area;
    }

    /// <summary>
    /// Whether the right class is among the <paramref name="k"/> highest scores; of equal scores the later class is higher.
    /// </summary>
    public static bool IsInTop(ReadOnlySpan<double> scores, int reference, int k)
    {
        int higher = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            higher += scores[i] > scores[reference] || (scores[i] == scores[reference] && i > reference) ? 1 : 0;
        }

        return higher < k;
    }

    /// <summary>The negative logarithm of a probability, kept off 0 and 1 by the smallest difference a double has there.</summary>
    public static double LogLoss(double probability)
    {
        const double Epsilon = 2.220446049250313e-16;
        return -Math.Log(Math.Clamp(probability, Epsilon, 1 - Epsilon));
    }

    public static double[] Softmax(ReadOnlySpan<double> logits)
    {
        double[] exponentials = logits.ToArray();
        double largest = exponentials.Max();
        for (int i = 0; i < exponentials.Length; i++)
        {
            exponentials[i] = Math.Exp(exponentials[i] - largest);
        }

        double sum = exponentials.Sum();
        return Array.ConvertAll(exponentials, value => value / sum);
    }
}
