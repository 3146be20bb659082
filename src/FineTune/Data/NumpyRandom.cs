using System.Security.Cryptography;

namespace FineTune.Data;

/// <summary>NumPy's <c>default_rng(seed)</c>: what the reference's data sets shuffle and split with.</summary>
internal sealed class NumpyRandom
{
    private static readonly UInt128 s_multiplier = new(0x2360ED051FC65DA4, 0x4385DF649FCCF645);

    private readonly UInt128 _increment;
    private UInt128 _state;
    private uint? _highHalf;

    public NumpyRandom(ulong seed)
    {
        ulong[] words = SeedSequence.Generate(seed);
        _increment = (new UInt128(words[2], words[3]) << 1) | 1;
        Step();
        _state += new UInt128(words[0], words[1]);
        Step();
    }

    /// <summary>Starts from a seed, or from the operating system's randomness.</summary>
    public static NumpyRandom From(long? seed)
    {
        if (seed is < 0)
        {
            throw DataError.NegativeSeed(seed.Value);
        }

        return new NumpyRandom(seed is { } given ? (ulong)given : BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)));
    }

    public uint Next32()
    {
        if (_highHalf is { } high)
        {
            _highHalf = null;
            return high;
        }

        ulong value = Next64();
        _highHalf = (uint)(value >> 32);
        return (uint)value;
    }

    public ulong Next64()
    {
        Step();
        return ulong.RotateRight((ulong)(_state >> 64) ^ (ulong)_state, (int)(_state >> 122));
    }

    /// <summary>A random order of 0 to n - 1.</summary>
    public int[] Permutation(int n)
    {
        int[] order = [.. Enumerable.Range(0, n)];
        Shuffle(order);
        return order;
    }

    /// <summary>Puts the items in a random order: NumPy's <c>shuffle</c>, with masked rejection.</summary>
    public void Shuffle(Span<int> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = (int)Interval((uint)i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>
    /// Chooses <paramref name="size"/> of the items, each at most once: NumPy's <c>choice(replace=False)</c> with Floyd's method, which it
    /// uses up to 10,000 items.
    /// </summary>
    public int[] Choice(int[] items, int size)
    {
        int[] chosen = items.Length > 10_000 && size > items.Length / 50 ? TailShuffle(items.Length, size) : Floyd(items.Length, size);
        return Array.ConvertAll(chosen, index => items[index]);
    }

    private int[] Floyd(int count, int size)
    {
        HashSet<int> taken = [];
        int[] chosen = new int[size];
        for (int j = count - size; j < count; j++)
        {
            int value = (int)Bounded((uint)j);
            if (!taken.Add(value))
            {
                value = j;
                taken.Add(j);
            }

            chosen[j - count + size] = value;
        }

        ShuffleBounded(chosen, 1);
        return chosen;
    }

    private int[] TailShuffle(int count, int size)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        ShuffleBounded(order, Math.Max(count - size, 1));
        return order[(count - size)..];
    }

    private void ShuffleBounded(int[] items, int first)
    {
        for (int i = items.Length - 1; i >= first; i--)
        {
            int j = (int)Bounded((uint)i);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>A number from 0 to <paramref name="max"/> by masking and rejecting.</summary>
    private uint Interval(uint max)
    {
        uint mask = uint.MaxValue >> int.Min(31, (int)uint.LeadingZeroCount(max));
        uint value;
        do
        {
            value = Next32() & mask;
        }
        while (value > max);
        return value;
    }

    /// <summary>A number from 0 to <paramref name="max"/> by Lemire's multiplication.</summary>
    private uint Bounded(uint max)
    {
        if (max == 0)
        {
            return 0;
        }

        uint range = max + 1;
        ulong product = (ulong)Next32() * range;
        uint threshold = unchecked(0u - range) % range;
        while ((uint)product < threshold)
        {
            product = (ulong)Next32() * range;
        }

        return (uint)(product >> 32);
    }

    private void Step() => _state = (_state * s_multiplier) + _increment;
}
