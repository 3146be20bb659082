namespace FineTune;

/// <content>Choices from a population.</content>
public sealed partial class NumPyGenerator
{
    /// <summary>From this population on, taking more than a fiftieth of it is done by shuffling its end.</summary>
    private const int TailShufflePopulation = 10_000;
    private const int TailShuffleShare = 50;

    /// <summary>Chooses among the numbers 0 to n - 1, each as likely, as <c>choice(n, size, replace)</c>.</summary>
    /// <param name="n">The size of the population.</param>
    /// <param name="size">How many to choose.</param>
    /// <param name="replace">Whether a number can be chosen more than once. Default true.</param>
    /// <exception cref="ArgumentException">The population is empty, or too small to choose from without replacement.</exception>
    public long[] Choice(int n, int size, bool replace = true)
    {
        if (size < 0 || n < 0 || (size > 0 && n == 0) || (!replace && size > n))
        {
            Throw.Choice(n, size, replace);
        }

        if (replace)
        {
            return size == 0 ? [] : Integers(0, n, size);
        }

        return n > TailShufflePopulation && size > n / TailShuffleShare ? ChooseByTailShuffle(n, size) : ChooseBySet(n, size);
    }

    /// <summary>Chooses among elements, each as likely, as <c>choice(array, size, replace)</c>.</summary>
    /// <param name="items">The population.</param>
    /// <param name="size">How many to choose.</param>
    /// <param name="replace">Whether an element can be chosen more than once. Default true.</param>
    /// <exception cref="ArgumentException">The population is empty, or too small to choose from without replacement.</exception>
    public T[] Choice<T>(ReadOnlySpan<T> items, int size, bool replace = true)
    {
        long[] indices = Choice(items.Length, size, replace);
        T[] chosen = new T[size];
        for (int i = 0; i < size; i++)
        {
            chosen[i] = items[(int)indices[i]];
        }

        return chosen;
    }

    /// <summary>Chooses among the numbers 0 to p.Length - 1 by probability, with replacement, as <c>choice(len(p), size, p=p)</c>.</summary>
    /// <param name="p">The probability of each; together 1.</param>
    /// <param name="size">How many to choose.</param>
    /// <exception cref="ArgumentException">These are not probabilities that add up to 1.</exception>
    public long[] Choice(ReadOnlySpan<double> p, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        double[] cumulative = Cumulative(p);
        long[] chosen = new long[size];
        foreach (ref long index in chosen.AsSpan())
        {
            index = FirstAbove(cumulative, NextDouble());
        }

        return chosen;
    }

    private static double[] Cumulative(ReadOnlySpan<double> p)
    {
        double[] cumulative = new double[p.Length];
        double sum = 0;
        for (int i = 0; i < p.Length; i++)
        {
            if (!(p[i] >= 0))
            {
                Throw.Probabilities(p[i], i);
            }

            sum += p[i];
            cumulative[i] = sum;
        }

        if (!(Math.Abs(sum - 1) <= 1.4901161193847656e-08))
        {
            Throw.ProbabilitySum(sum);
        }

        foreach (ref double value in cumulative.AsSpan())
        {
            value /= sum;
        }

        return cumulative;
    }

    private static int FirstAbove(double[] ascending, double value)
    {
        int low = 0;
        int high = ascending.Length;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (ascending[middle] <= value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private long[] ChooseByTailShuffle(int n, int size)
    {
        long[] order = Range(n);
        ShuffleEnd(order, Math.Max(n - size, 1));
        return order[^size..];
    }

    /// <summary>Floyd's algorithm, then a shuffle: a number drawn for the second time gives way to the largest one allowed.</summary>
    private long[] ChooseBySet(int n, int size)
    {
        HashSet<long> seen = new(size);
        long[] chosen = new long[size];
        for (int i = 0; i < size; i++)
        {
            long largest = n - size + i;
            long draw = (long)Bounded((ulong)largest);
            chosen[i] = seen.Contains(draw) ? largest : draw;
            seen.Add(chosen[i]);
        }

        ShuffleEnd(chosen, 1);
        return chosen;
    }

    /// <summary>The shuffle of choices, whose draws are by multiplication: positions from the last down to <paramref name="first"/>.</summary>
    private void ShuffleEnd(long[] items, int first)
    {
        for (int i = items.Length - 1; i >= first; i--)
        {
            int other = (int)Bounded((ulong)i);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }
}
