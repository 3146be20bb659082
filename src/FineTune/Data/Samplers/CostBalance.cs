using System.Runtime.InteropServices;

namespace FineTune.Data;

/// <summary>Divides the rows of an optimizer step into micro-batches of like cost, the dearest first.</summary>
internal sealed class CostBalance
{
    private const double QuadraticCost = 0.001;

    private readonly int[] _rows;
    private readonly IReadOnlyList<int> _lengths;
    private readonly int[] _counts;
    private readonly bool[] _frozen;
    private readonly int _processes;

    /// <summary>Begins with groups of equal size of the rows sorted by length, longest first (equal lengths keep their order).</summary>
    private CostBalance(int[] rows, IReadOnlyList<int> lengths, int groups, int processes)
    {
        _processes = processes;
        _lengths = lengths;
        _rows = [.. rows.OrderByDescending(row => lengths[row])];
        (int size, int larger) = Math.DivRem(rows.Length, groups);
        _counts = [.. Enumerable.Range(0, groups).Select(i => size + (i < larger ? 1 : 0))];
        _frozen = new bool[groups];
    }

    /// <param name="rows">The rows of the step.</param>
    /// <param name="lengths">The length of every row.</param>
    /// <param name="groups">How many micro-batches to make.</param>
    /// <param name="effectiveBatchSize">The rows of a full step.</param>
    /// <param name="processes">How many processes take one micro-batch each at a time.</param>
    public static IEnumerable<int[]> Divide(int[] rows, IReadOnlyList<int> lengths, int groups, int effectiveBatchSize, int processes = 1)
    {
        CostBalance balance = new(rows, lengths, groups, processes);
        int[] counts = balance.Improve(Math.Max(groups * 30, effectiveBatchSize));
        double[] costs = balance.Costs(counts);
        return Enumerable.Range(0, groups).OrderByDescending(group => costs[group]).Select(group => balance.Rows(counts, group));
    }

    /// <summary>
    /// Moves one row at a time from the dearest group to the cheapest until nothing changes, and gives the sizes with the least spread of
    /// costs that were seen. A dearest group of one row cannot become cheaper: it is set aside, with those that other processes would
    /// have at the same time.
    /// </summary>
    private int[] Improve(int limit)
    {
        HashSet<string> seen = [];
        double leastSpread = double.PositiveInfinity;
        int[] best = [.. _counts];
        for (int i = 0; i < limit && seen.Add(Key()); i++)
        {
            int[] active = [.. Enumerable.Range(0, _counts.Length).Where(group => !_frozen[group])];
            if (active.Length <= 1)
            {
                break;
            }

            double[] costs = Costs(_counts);
            int dearest = active.MaxBy(group => costs[group]);
            int cheapest = active.MinBy(group => costs[group]);
            double spread = costs[dearest] - costs[cheapest];
            if (spread < leastSpread)
            {
                (leastSpread, best) = (spread, [.. _counts]);
            }

            if (spread == 0)
            {
                break;
            }

            if (_counts[dearest] > 1)
            {
                _counts[dearest]--;
                _counts[cheapest]++;
            }
            else
            {
                SetAside(dearest, costs);
            }
        }

        return best;
    }

    /// <summary>Sets a group and its neighbours in cost aside, after these have taken rows as long as they do not become dearer than it.</summary>
    private void SetAside(int dearest, double[] costs)
    {
        int[] ranking = [.. Enumerable.Range(0, _counts.Length).OrderByDescending(group => costs[group])];
        int first = Array.IndexOf(ranking, dearest) / _processes * _processes;
        int[] neighbours = ranking[first..Math.Min(first + _processes, ranking.Length)];
        foreach (int group in PythonSet.Order(neighbours).Where(group => !_frozen[group] && group != dearest)) // The reference goes through a set.
        {
            while (Cost(_counts[group] + 1, LongestOf(group)) <= costs[dearest] && Donor(neighbours) is { } donor)
            {
                _counts[group]++;
                _counts[donor]--;
            }
        }

        Array.ForEach(neighbours, group => _frozen[group] = true);
    }

    /// <summary>The cheapest group that can give a row away.</summary>
    private int? Donor(int[] neighbours)
    {
        double[] costs = Costs(_counts);
        int[] donors = [.. Enumerable.Range(0, _counts.Length).Where(group => !_frozen[group] && !neighbours.Contains(group) && _counts[group] > 1)];
        return donors.Length == 0 ? null : donors.MinBy(group => costs[group]);
    }

    private double LongestOf(int group) => _counts[group] == 0 ? 0 : _lengths[_rows[_counts.Take(group).Sum()]];

    private static double Cost(int count, double longest) => (count * longest) + (QuadraticCost * count * longest * longest);

    private double[] Costs(int[] counts)
    {
        double[] costs = new double[counts.Length];
        int first = 0;
        for (int group = 0; group < counts.Length; group++)
        {
            double longest = counts[group] == 0 ? 0 : _lengths[_rows[first]];
            costs[group] = Cost(counts[group], longest);
            first += counts[group];
        }

        return costs;
    }

    private int[] Rows(int[] counts, int group)
    {
        int first = counts.Take(group).Sum();
        return _rows[first..(first + counts[group])];
    }

    private string Key() => new(MemoryMarshal.Cast<int, char>(_counts));
}
