namespace FineTune.Data;

/// <summary>NumPy's <c>SeedSequence</c>: spreads a seed over the words a generator starts from.</summary>
internal static class SeedSequence
{
    /// <summary>Four 64-bit words for a seed of up to 64 bits.</summary>
    public static ulong[] Generate(ulong seed)
    {
        uint[] pool = Pool((uint)seed, (uint)(seed >> 32));
        uint constant = 0x8b51f9dd;
        ulong[] words = new ulong[4];
        for (int i = 0; i < 8; i++)
        {
            uint value = pool[i & 3] ^ constant;
            constant *= 0x58f38ded;
            value *= constant;
            value ^= value >> 16;
            words[i >> 1] |= (ulong)value << (32 * (i & 1));
        }

        return words;
    }

    private static uint[] Pool(uint low, uint high)
    {
        uint constant = 0x43b0d7e5;
        uint[] pool = [Hash(low, ref constant), Hash(high, ref constant), Hash(0, ref constant), Hash(0, ref constant)];
        for (int source = 0; source < 4; source++)
        {
            for (int destination = 0; destination < 4; destination++)
            {
                if (source != destination)
                {
                    pool[destination] = Mix(pool[destination], Hash(pool[source], ref constant));
                }
            }
        }

        return pool;
    }

    private static uint Hash(uint value, ref uint constant)
    {
        value ^= constant;
        constant *= 0x931e8875;
        value *= constant;
        return value ^ (value >> 16);
    }

    private static uint Mix(uint x, uint y)
    {
        uint mixed = (0xca01f9dd * x) - (0x4973f715 * y);
        return mixed ^ (mixed >> 16);
    }
}
