namespace FineTune;

/// <content>Whole numbers and permutations.</content>
public sealed partial class Generator
{
    /// <summary>A permutation this long or longer takes 64-bit draws (torch's limit on the skew of a remainder, (2^32 - 1) / 20).</summary>
    private const long LongPermutation = uint.MaxValue / 20;

    /// <summary>From this many possible values on, a bounded draw takes 64 bits.</summary>
    private const ulong LongRange = 1UL << 28;

    /// <summary>Draws a random order of 0 to n - 1, as <c>torch.randperm(n)</c>: n - 1 draws.</summary>
    /// <param name="n">How many numbers to order; up to what an array holds.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is negative.</exception>
    public long[] RandPerm(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        long[] order = new long[n];
        if (n >= LongPermutation)
        {
            ShuffleInsideOut(order);
            return order;
        }

        for (int i = 0; i < n; i++)
        {
            order[i] = i;
        }

        for (int i = 0; i < n - 1; i++)
        {
            int other = i + (int)(_words.Next() % (uint)(n - i));
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }

    /// <summary>Draws whole numbers from [from, to), as <c>torch.randint(from, to)</c> of int64.</summary>
    /// <param name="from">The smallest.</param>
    /// <param name="to">One more than the largest.</param>
    /// <param name="shape">The sizes of the axes.</param>
    /// <exception cref="ArgumentException">There is no number in the range.</exception>
    public LongTensor RandInt(long from, long to, Shape shape)
    {
        LongTensor result = new(new long[shape.NumElements], shape);
        Random(result.Span, from, to);
        return result;
    }

    /// <summary>Fills with whole numbers from [from, to), as <c>tensor.random_(from, to)</c> of int64.</summary>
    /// <remarks>A number takes one draw, or two when the range holds 2^28 values or more.</remarks>
    /// <param name="destination">The elements to fill, in memory order.</param>
    /// <param name="from">The smallest.</param>
    /// <param name="to">One more than the largest.</param>
    /// <exception cref="ArgumentException">There is no number in the range.</exception>
    public void Random(Span<long> destination, long from, long to)
    {
        if (from >= to)
        {
            Throw.EmptyRange(from.ToString(), to.ToString());
        }

        ulong range = unchecked((ulong)to - (ulong)from);
        foreach (ref long value in destination)
        {
            ulong draw = range >= LongRange ? Random64() : Random32();
            value = unchecked((long)((draw % range) + (ulong)from));
        }
    }

    /// <summary>Fills with whole numbers from 0 to 2^63 - 1, as <c>tensor.random_()</c> of int64: two draws each.</summary>
    /// <remarks>A data loader draws its base seed so, one number for each pass over the data.</remarks>
    public void Random(Span<long> destination)
    {
        foreach (ref long value in destination)
        {
            value = NextInt64();
        }
    }

    /// <summary>Draws a whole number from 0 to 2^63 - 1, as <c>torch.empty((), dtype=torch.int64).random_()</c>: two draws.</summary>
    public long NextInt64() => (long)(Random64() & long.MaxValue);

    /// <summary>Fills with whole numbers from [from, to), as <c>tensor.random_(from, to)</c> of float32.</summary>
    /// <param name="tensor">The tensor to fill.</param>
    /// <param name="from">The smallest, at least -2^24.</param>
    /// <param name="to">One more than the largest, at most 2^24 + 1.</param>
    /// <exception cref="ArgumentException">There is no number in the range, or float32 does not hold all of them.</exception>
    public void Random(Tensor tensor, long from, long to)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        const long Limit = 1L << 24;
        if (from >= to || from < -Limit || to - 1 > Limit)
        {
            Throw.FloatRange(from, to);
        }

        foreach (ref float value in tensor.Span)
        {
            value = (long)(Random32() % (ulong)(to - from)) + from;
        }
    }

    /// <summary>Fills with whole numbers from 0 to 2^24, as <c>tensor.random_()</c> of float32.</summary>
    public void Random(Tensor tensor) => Random(tensor, 0, (1L << 24) + 1);

    private void ShuffleInsideOut(long[] order)
    {
        for (int i = 0; i < order.Length; i++)
        {
            int other = (int)(Random64() % ((ulong)i + 1));
            order[i] = order[other];
            order[other] = i;
        }
    }
}
