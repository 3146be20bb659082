namespace FineTune.Data;

/// <summary>Draws train and test rows so that both hold the classes in like shares.</summary>
internal static class StratifiedSplit
{
    /// <summary>What stands for no class: they are the last of the classes, as NumPy sorts them.</summary>
    public const long Missing = long.MaxValue;

    public static (int[] Train, int[] Test) Draw(long[] classes, string column, int trainCount, int testCount, RandomRows random)
    {
        IEnumerable<IGrouping<long, int>> byClass = Enumerable.Range(0, classes.Length).GroupBy(row => classes[row]).OrderBy(group => group.Key);
        int[][] members = [.. byClass.Select(group => group.ToArray())];
        int[] counts = Array.ConvertAll(members, rows => rows.Length);
        Require(members, classes, column, trainCount, testCount);
        int[] trainOf = Allocate(counts, trainCount, random);
        int[] testOf = Allocate([.. counts.Zip(trainOf, (all, taken) => all - taken)], testCount, random);
        List<int> train = [];
        List<int> test = [];
        for (int i = 0; i < members.Length; i++)
        {
            int[] order = random.Order(counts[i]);
            train.AddRange(order.Take(trainOf[i]).Select(index => members[i][index]));
            test.AddRange(order.Skip(trainOf[i]).Take(testOf[i]).Select(index => members[i][index]));
        }

        return (random.Shuffled(train), random.Shuffled(test));
    }

    /// <summary>
    /// Divides <paramref name="draws"/> among classes by their size: whole parts first, then one each by largest remainder; chance decides
    /// between equal remainders.
    /// </summary>
    private static int[] Allocate(int[] counts, int draws, RandomRows random)
    {
        double total = counts.Sum(count => (long)count);
        double[] exact = Array.ConvertAll(counts, count => (double)((long)draws * count) / total);
        double[] remainder = Array.ConvertAll(exact, value => value - Math.Floor(value));
        int[] allocated = Array.ConvertAll(exact, value => (int)Math.Floor(value));
        int missing = draws - allocated.Sum();
        foreach (double value in remainder.Distinct().OrderDescending())
        {
            if (missing <= 0)
            {
                break;
            }

            int[] equal = [.. Enumerable.Range(0, counts.Length).Where(i => remainder[i] == value)];
            int take = Math.Min(equal.Length, missing);
            foreach (int i in random.Choice(equal, take))
            {
                allocated[i]++;
            }

            missing -= take;
        }

        return allocated;
    }

    private static void Require(int[][] members, long[] classes, string column, int trainCount, int testCount)
    {
        if (Array.Find(members, rows => rows.Length < 2) is { } lonely)
        {
            throw DataError.ClassTooSmall(column, classes[lonely[0]], lonely[0]);
        }

        if (Math.Min(trainCount, testCount) < members.Length)
        {
            throw DataError.FewerRowsThanClasses(trainCount, testCount, members.Length);
        }
    }
}
