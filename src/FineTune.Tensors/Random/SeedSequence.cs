using System.Numerics;

namespace FineTune;

/// <summary>NumPy's <c>SeedSequence</c>: spreads a whole number of any size over the words a generator starts from.</summary>
internal static class SeedSequence
{
    private const int PoolLength = 4;
    private const uint EntropyStart = 0x43b0d7e5;
    private const uint EntropyFactor = 0x931e8875;
    private const uint OutputStart = 0x8b51f9dd;
    private const uint OutputFactor = 0x58f38ded;
    private const uint MixLeft = 0xca01f9dd;
    private const uint MixRight = 0x4973f715;

    /// <summary>Makes the first <paramref name="count"/> 64-bit words of state for a seed of zero or more.</summary>
    public static ulong[] GenerateState(BigInteger seed, int count)
    {
        uint[] pool = MixEntropy(Words(seed));
        uint hash = OutputStart;
        ulong[] state = new ulong[count];
        for (int i = 0; i < 2 * count; i++)
        {
            uint word = pool[i % PoolLength] ^ hash;
            hash *= OutputFactor;
            word *= hash;
            word ^= word >> 16;
            state[i / 2] |= (ulong)word << (32 * (i % 2));
        }

        return state;
    }

    /// <summary>The 32-bit words of a whole number, lowest first; zero is one word.</summary>
    internal static uint[] Words(BigInteger value)
    {
        List<uint> words = [];
        do
        {
            words.Add((uint)(value & uint.MaxValue));
            value >>= 32;
        }
        while (!value.IsZero);

        return [.. words];
    }

    private static uint[] MixEntropy(uint[] entropy)
    {
        uint hash = EntropyStart;
        uint[] pool = new uint[PoolLength];
        for (int i = 0; i < PoolLength; i++)
        {
            pool[i] = HashMix(i < entropy.Length ? entropy[i] : 0, ref hash);
        }

        for (int source = 0; source < PoolLength; source++)
        {
            for (int target = 0; target < PoolLength; target++)
            {
                if (source != target)
                {
                    pool[target] = Mix(pool[target], HashMix(pool[source], ref hash));
                }
            }
        }

        for (int source = PoolLength; source < entropy.Length; source++)
        {
            for (int target = 0; target < PoolLength; target++)
            {
                pool[target] = Mix(pool[target], HashMix(entropy[source], ref hash));
            }
        }

        return pool;
    }

    private static uint HashMix(uint value, ref uint hash)
    {
        value ^= hash;
        hash *= EntropyFactor;
        value *= hash;
        return value ^ (value >> 16);
    }

    private static uint Mix(uint left, uint right)
    {
        uint mixed = (MixLeft * left) - (MixRight * right);
        return mixed ^ (mixed >> 16);
    }
}
