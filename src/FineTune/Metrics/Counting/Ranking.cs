namespace FineTune;

/// <summary>Scores of how well rows are ranked, or how probable the right classes were.</summary>
internal static class Ranking
{
    /// <summary>
    /// The area under the ROC curve: the share of pairs of a positive and a negative row in which the positive has the higher score, ties
    /// counting half. Not a number if all rows are of one class.
    /// </summary>
    public static double RocAuc(double[] scores, bool[] positive)
    {
        double[] ranks = Correlation.Ranks(scores);
        double positives = positive.Count(flag => flag);
        double negatives = positive.Length - positives;
        double rankSum = Enumerable.Range(0, ranks.Length).Where(i => positive[i]).Sum(i => ranks[i]);
        return positives == 0 || negatives == 0 ? double.NaN : (rankSum - (positives * (positives + 1) / 2)) / (positives * negatives);
    }

    /// <summary>
    /// The mean area of several classes, by <paramref name="multiClass"/>; <paramref name="weighted"/> by how many rows each is about.
    /// Not a number if a class is never the right one.
    /// </summary>
    public static double RocAuc(double[][] scores, int[] references, MultiClass multiClass, bool weighted)
    {
        int classes = scores[0].Length;
        int[] sizes = new int[classes];
        foreach (int reference in references)
        {
            sizes[reference]++;
        }

        int[] all = [.. Enumerable.Range(0, classes)];
        (int First, int Second)[] pairs = [.. all.SelectMany(a => all[(a + 1)..].Select(b => (a, b)))];
        double AgainstRest(int id) => RocAuc(Array.ConvertAll(scores, row => row[id]), Array.ConvertAll(references, reference => reference == id));
        double[] areas = multiClass == MultiClass.Ovr
            ? Array.ConvertAll(all, AgainstRest)
            : Array.ConvertAll(pairs, pair => RocAuc(scores, references, pair.First, pair.Second));
        double[] weights = multiClass == MultiClass.Ovr
            ? Array.ConvertAll(sizes, size => (double)size)
            : Array.ConvertAll(pairs, pair => (double)(sizes[pair.First] + sizes[pair.Second]));
        return areas.Any(double.IsNaN) ? double.NaN : Averaging.Mean(areas, weighted ? weights : null);
    }

    /// <summary>The area for rows of two classes: the mean of that of each class's score.</summary>
    private static double RocAuc(double[][] scores, int[] references, int first, int second)
    {
        int[] rows = [.. Enumerable.Range(0, references.Length).Where(row => references[row] == first || references[row] == second)];
        double Area(int id) => RocAuc(Array.ConvertAll(rows, row => scores[row][id]), Array.ConvertAll(rows, row => references[row] == id));
        return (Area(first) + Area(second)) / 2;
    }

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
