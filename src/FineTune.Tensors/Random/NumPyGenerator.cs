using System.Numerics;

namespace FineTune;

/// <summary>
/// NumPy's random number generator, as <c>numpy.random.default_rng(seed)</c> makes it (PCG64): the same seed gives the same numbers.
/// Datasets are shuffled and split with it; for dropout, weights and the order of training examples use <see cref="Generator"/>.
/// </summary>
/// <remarks>Not safe for use by several threads at once.</remarks>
/// <example>
/// <code>
/// long[] order = new NumPyGenerator(42).Permutation(10);   // 5 6 0 7 3 2 4 9 1 8
/// </code>
/// </example>
public sealed partial class NumPyGenerator
{
    private readonly Pcg64 _bits;

    /// <summary>Initializes a generator as <c>default_rng(seed)</c>.</summary>
    /// <param name="seed">A whole number of any size, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seed"/> is negative.</exception>
    public NumPyGenerator(BigInteger seed)
    {
        if (seed.Sign < 0)
        {
            Throw.NegativeSeed(seed);
        }

        _bits = new Pcg64(seed);
    }

    /// <summary>Initializes a generator as <c>default_rng(seed)</c>.</summary>
    /// <param name="seed">The seed.</param>
    public NumPyGenerator(ulong seed)
        : this((BigInteger)seed)
    {
    }

    /// <summary>Initializes a generator as <c>default_rng(seed)</c>.</summary>
    /// <param name="seed">The seed, zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seed"/> is negative.</exception>
    public NumPyGenerator(long seed)
        : this((BigInteger)seed)
    {
    }

    /// <summary>Draws 64 bits, as <c>bit_generator.random_raw()</c>.</summary>
    public ulong NextUInt64() => _bits.Next64();

    /// <summary>Draws 32 bits: one half of a 64-bit draw, the other half being kept for the next call.</summary>
    public uint NextUInt32() => _bits.Next32();

    /// <summary>Draws a double from [0, 1), as <c>random()</c>.</summary>
    public double NextDouble() => (_bits.Next64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Draws a whole number from [low, high), as <c>integers(low, high)</c>.</summary>
    /// <param name="low">The smallest.</param>
    /// <param name="high">One more than the largest.</param>
    /// <exception cref="ArgumentException">There is no number in the range.</exception>
    public long Integers(long low, long high)
    {
        if (low >= high)
        {
            Throw.EmptyRange(low.ToString(), high.ToString());
        }

        return Offset(low, Bounded(unchecked((ulong)high - (ulong)low) - 1));
    }

    /// <summary>Draws a whole number from [low, high], as <c>integers(low, high, endpoint=True)</c>; of [low, high) without.</summary>
    /// <param name="low">The smallest.</param>
    /// <param name="high">The largest, or one more than that.</param>
    /// <param name="endpoint">Whether <paramref name="high"/> itself can be drawn.</param>
    /// <exception cref="ArgumentException">There is no number in the range.</exception>
    public long Integers(long low, long high, bool endpoint)
    {
        if (!endpoint)
        {
            return Integers(low, high);
        }

        if (low > high)
        {
            Throw.EmptyRange(low.ToString(), high.ToString());
        }

        return Offset(low, Bounded(unchecked((ulong)high - (ulong)low)));
    }

    /// <summary>Draws <paramref name="size"/> whole numbers from [low, high), as <c>integers(low, high, size)</c>.</summary>
    /// <param name="low">The smallest.</param>
    /// <param name="high">One more than the largest.</param>
    /// <param name="size">How many.</param>
    /// <exception cref="ArgumentException">There is no number in the range, or <paramref name="size"/> is negative.</exception>
    public long[] Integers(long low, long high, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        long[] values = new long[size];
        foreach (ref long value in values.AsSpan())
        {
            value = Integers(low, high);
        }

        return values;
    }

    /// <summary>Draws a random order of 0 to n - 1, as <c>permutation(n)</c>.</summary>
    /// <param name="n">How many numbers to order.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is negative.</exception>
    public long[] Permutation(int n)
    {
        long[] order = Range(n);
        Shuffle<long>(order);
        return order;
    }

    /// <summary>Copies elements in a random order, as <c>permutation(array)</c>.</summary>
    /// <param name="items">The elements.</param>
    public T[] Permutation<T>(ReadOnlySpan<T> items)
    {
        T[] shuffled = items.ToArray();
        Shuffle<T>(shuffled);
        return shuffled;
    }

    /// <summary>Puts elements into a random order, as <c>shuffle(array)</c>.</summary>
    /// <param name="items">The elements.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int other = Masked(i);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    private static long Offset(long low, ulong draw) => unchecked((long)((ulong)low + draw));

    private static long[] Range(int n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        long[] range = new long[n];
        for (int i = 0; i < n; i++)
        {
            range[i] = i;
        }

        return range;
    }

    /// <summary>A number from 0 to max, by drawing as many bits as max has until they fit.</summary>
    private int Masked(int max)
    {
        uint mask = uint.MaxValue >> BitOperations.LeadingZeroCount((uint)max);
        uint draw;
        do
        {
            draw = _bits.Next32() & mask;
        }
        while (draw > (uint)max);

        return (int)draw;
    }

    /// <summary>A number from 0 to max, by Lemire's multiplication, from 32 bits where they suffice.</summary>
    private ulong Bounded(ulong max) => max switch
    {
        0 => 0,
        < uint.MaxValue => Bounded32((uint)max),
        uint.MaxValue => _bits.Next32(),
        ulong.MaxValue => _bits.Next64(),
        _ => Bounded64(max),
    };

    private uint Bounded32(uint max)
    {
        uint count = max + 1;
        uint rejected = (uint.MaxValue - max) % count;
        ulong product;
        do
        {
            product = (ulong)_bits.Next32() * count;
        }
        while ((uint)product < rejected);

        return (uint)(product >> 32);
    }

    private ulong Bounded64(ulong max)
    {
        ulong count = max + 1;
        ulong rejected = (ulong.MaxValue - max) % count;
        ulong high;
        ulong low;
        do
        {
            high = Math.BigMul(_bits.Next64(), count, out low);
        }
        while (low < rejected);

        return high;
    }
}
