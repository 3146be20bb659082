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

    /// <summary>Begins with groups of equal size of the rows sorted by length, longest first (equal lengths keep their order).</summary>
    private CostBalance(int[] rows, IReadOnlyList<int> lengths, int groups)
    {
        _lengths = lengths;
        _rows = [.. rows.OrderByDescending(row => lengths[row])];
        (int size, int larger) = Math.DivRem(rows.Length, groups);
        _counts = [.. Enumerable.Range(0, groups).Select(i => size + (i < larger ? 1 : 0))];
        _frozen = new bool[groups];
    }

    public static IEnumerable<int[]> Divide(int[] rows, IReadOnlyList<int> lengths, int groups, int effectiveBatchSize)
    {
        CostBalance balance = new(rows, lengths, groups);
        int[] counts = balance.Improve(Math.Max(groups * 30, effectiveBatchSize));
        double[] costs = balance.Costs(counts);
        return Enumerable.Range(0, groups).OrderByDescending(group => costs[group]).Select(group => balance.Rows(counts, group));
    }

    /// <summary>
    /// Moves one row at a time from the dearest group to the cheapest until nothing changes, and gives the sizes with the least spread of
    /// costs that were seen. A dearest group of one row cannot become cheaper: it is set aside.
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
                _frozen[dearest] = true;
            }
        }

        return best;
    }

    private double[] Costs(int[] counts)
    {
        double[] costs = new double[counts.Length];
        int first = 0;
        for (int group = 0; group < counts.Length; group++)
        {
            double longest = counts[group] == 0 ? 0 : _lengths[_rows[first]];
            costs[group] = (counts[group] * longest) + (QuadraticCost * counts[group] * longest * longest);
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
