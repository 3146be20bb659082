namespace FineTune;

/// <summary>
/// Areas under the ROC curve: the share of pairs of a positive and a negative row in which the positive has the higher score, ties counting
/// half. Not a number if all rows are of one class.
/// </summary>
internal static class RocArea
{
    /// <summary>The area of two classes.</summary>
    /// <param name="scores">A row's score: the higher, the surer that it is positive.</param>
    /// <param name="positive">Whether a row is.</param>
    /// <param name="weights">How much a row counts.</param>
    /// <param name="maxFpr">The share of false alarms up to which the area counts; below 1 it is scaled from 0.5 (chance) to 1 (McClish).</param>
    public static double Of(double[] scores, bool[] positive, double[] weights, double maxFpr = 1)
    {
        if (maxFpr == 1 && Array.TrueForAll(weights, weight => weight == 1))
        {
            return OfRanks(scores, positive);
        }

        (double[] falseAlarms, double[] hits) = Curve(scores, positive, weights);
        double area = 0;
        for (int i = 1; i < hits.Length; i++)
        {
            double end = Math.Min(falseAlarms[i], maxFpr);
            double width = end - falseAlarms[i - 1];
            if (width > 0)
            {
                double height = hits[i - 1] + ((hits[i] - hits[i - 1]) * width / (falseAlarms[i] - falseAlarms[i - 1]));
                area += width * (hits[i - 1] + height) / 2;
            }
        }

        double chance = maxFpr * maxFpr / 2;
        return double.IsNaN(falseAlarms[^1] + hits[^1]) ? double.NaN
            : maxFpr == 1 ? area : (1 + ((area - chance) / (maxFpr - chance))) / 2;
    }

    /// <summary>
    /// The areas of several labels a row, or of several classes each against the rest: for each, or averaged. One that counts nothing for
    /// the average leaves it as it is, whatever its area.
    /// </summary>
    public static double[] OfLabels(double[][] scores, bool[][] positive, double[] weights, Average average, double maxFpr)
    {
        int width = scores[0].Length;
        double[] Column(int label) => Array.ConvertAll(scores, row => row[label]);
        bool[] Flags(int label) => Array.ConvertAll(positive, row => row[label]);
        double[] Each() => [.. Enumerable.Range(0, width).Select(label => Of(Column(label), Flags(label), weights, maxFpr))];
        return average switch
        {
            Average.None => Each(),
            Average.Micro => [Of(
                [.. scores.SelectMany(row => row)],
                [.. positive.SelectMany(row => row)],
                [.. weights.SelectMany(weight => Enumerable.Repeat(weight, width))],
                maxFpr)],
            Average.Weighted => [Mean(Each(), [.. Enumerable.Range(0, width).Select(label => Flags(label).Zip(weights, (flag, weight) => flag ? weight : 0).Sum())])],
            Average.Samples => [Mean([.. scores.Zip(positive, (row, flags) => Of(row, flags, [.. Enumerable.Repeat(1.0, width)], maxFpr))], weights)],
            _ => [Each().Average()],
        };
    }

    /// <summary>
    /// The mean over pairs of classes of the area of their rows alone, itself the mean of that of each class's score; weighted by how many
    /// rows each pair has.
    /// </summary>
    public static double OfPairs(double[][] scores, int[] references, bool weighted)
    {
        int[] all = [.. Enumerable.Range(0, scores[0].Length)];
        (int First, int Second)[] pairs = [.. all.SelectMany(a => all[(a + 1)..].Select(b => (a, b)))];
        double[] areas = Array.ConvertAll(pairs, pair => OfPair(scores, references, pair.First, pair.Second));
        double[] weights = Array.ConvertAll(pairs, pair => (double)references.Count(id => id == pair.First || id == pair.Second));
        return areas.Any(double.IsNaN) ? double.NaN : Averaging.Mean(areas, weighted ? weights : null);
    }

    private static double OfPair(double[][] scores, int[] references, int first, int second)
    {
        int[] rows = [.. Enumerable.Range(0, references.Length).Where(row => references[row] == first || references[row] == second)];
        double Area(int id) => OfRanks(Array.ConvertAll(rows, row => scores[row][id]), Array.ConvertAll(rows, row => references[row] == id));
        return (Area(first) + Area(second)) / 2;
    }

    /// <summary>The same from the ranks of positive rows, which is exact where the curve adds up many small steps.</summary>
    private static double OfRanks(double[] scores, bool[] positive)
    {
        double[] ranks = Correlation.Ranks(scores);
        double positives = positive.Count(flag => flag);
        double negatives = positive.Length - positives;
        double rankSum = Enumerable.Range(0, ranks.Length).Where(i => positive[i]).Sum(i => ranks[i]);
        return positives == 0 || negatives == 0 ? double.NaN : (rankSum - (positives * (positives + 1) / 2)) / (positives * negatives);
    }

    /// <summary>For falling thresholds, from none to all: the share of negative rows above it, and that of positive rows.</summary>
    private static (double[] FalseAlarms, double[] Hits) Curve(double[] scores, bool[] positive, double[] weights)
    {
        List<double> falseAlarms = [0];
        List<double> hits = [0];
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i])];
        for (int i = 0; i < order.Length; i++)
        {
            bool isTie = i > 0 && scores[order[i]] == scores[order[i - 1]];
            double falseAlarm = falseAlarms[^1] + (positive[order[i]] ? 0 : weights[order[i]]);
            double hit = hits[^1] + (positive[order[i]] ? weights[order[i]] : 0);
            if (isTie)
            {
                falseAlarms[^1] = falseAlarm;
                hits[^1] = hit;
            }
            else
            {
                falseAlarms.Add(falseAlarm);
                hits.Add(hit);
            }
        }

        return ([.. falseAlarms.Select(value => value / falseAlarms[^1])], [.. hits.Select(value => value / hits[^1])]);
    }

    private static double Mean(double[] areas, double[] weights) =>
        areas.Zip(weights, (area, weight) => weight == 0 ? 0 : area * weight).Sum() / weights.Sum();
}
