using System.Numerics;
using FineTune.Kernels;

namespace FineTune;

/// <summary>The state of Python's <c>random</c> module, as <c>random.getstate()</c> gives it; a checkpoint's rng_state.pth holds one.</summary>
public sealed class PythonRandomState
{
    private const int Length = TwisterWords.StateLength;

    /// <summary>Initializes a state from its parts.</summary>
    /// <param name="words">The 624 words of the engine.</param>
    /// <param name="position">How many of them were drawn, 0 to 624.</param>
    /// <param name="gaussNext">The second of a pair of normal numbers, if one waits.</param>
    /// <exception cref="ArgumentException">There are not 624 words, or the position is not among them.</exception>
    public PythonRandomState(IReadOnlyList<uint> words, int position, double? gaussNext)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (words.Count != Length || position is < 0 or > Length)
        {
            Throw.TwisterState(words.Count, position);
        }

        Words = [.. words];
        Position = position;
        GaussNext = gaussNext;
    }

    /// <summary>Gets the 624 words of the engine.</summary>
    public IReadOnlyList<uint> Words { get; }

    /// <summary>Gets how many words were drawn since they were made; 624 right after seeding.</summary>
    public int Position { get; }

    /// <summary>Gets the second of a pair of normal numbers, if one waits.</summary>
    public double? GaussNext { get; }

    /// <summary>Gets the state that <c>random.seed(seed)</c> leaves. As in Python, the sign of the seed does not count.</summary>
    /// <param name="seed">A whole number of any size.</param>
    public static PythonRandomState FromSeed(BigInteger seed) =>
        new(SeedByArray(SeedSequence.Words(BigInteger.Abs(seed))), Length, null);

    /// <summary>The published seeding of mt19937 by an array of any length.</summary>
    private static uint[] SeedByArray(uint[] key)
    {
        uint[] state = new uint[Length];
        TwisterWords.Seed(19650218, state);
        int i = 1;
        for (int k = 0; k < Math.Max(Length, key.Length); k++)
        {
            int j = k % key.Length;
            state[i] = (state[i] ^ (Previous(state, i) * 1664525)) + key[j] + (uint)j;
            i = Next(state, i);
        }

        for (int k = 0; k < Length - 1; k++)
        {
            state[i] = (state[i] ^ (Previous(state, i) * 1566083941)) - (uint)i;
            i = Next(state, i);
        }

        state[0] = 0x80000000;
        return state;
    }

    private static uint Previous(uint[] state, int i) => state[i - 1] ^ (state[i - 1] >> 30);

    private static int Next(uint[] state, int i)
    {
        if (i < Length - 1)
        {
            return i + 1;
        }

        state[0] = state[Length - 1];
        return 1;
    }
}
