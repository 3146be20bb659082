using FineTune.Kernels;

namespace FineTune;

/// <summary>
/// The state of NumPy's global generator, as <c>numpy.random.get_state()</c> gives it; a checkpoint's rng_state.pth holds one.
/// For drawing numbers as <c>default_rng</c> does use <see cref="NumPyGenerator"/>.
/// </summary>
public sealed class NumPyRandomState
{
    private const int Length = TwisterWords.StateLength;

    /// <summary>Initializes a state from its parts.</summary>
    /// <param name="words">The 624 words of the engine.</param>
    /// <param name="position">How many of them were drawn, 0 to 624.</param>
    /// <param name="hasGauss">Whether the second of a pair of normal numbers waits.</param>
    /// <param name="cachedGaussian">That number, else 0.</param>
    /// <exception cref="ArgumentException">There are not 624 words, or the position is not among them.</exception>
    public NumPyRandomState(IReadOnlyList<uint> words, int position, bool hasGauss, double cachedGaussian)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (words.Count != Length || position is < 0 or > Length)
        {
            Throw.TwisterState(words.Count, position);
        }

        Words = [.. words];
        Position = position;
        HasGauss = hasGauss;
        CachedGaussian = cachedGaussian;
    }

    /// <summary>Gets the 624 words of the engine (mt19937).</summary>
    public IReadOnlyList<uint> Words { get; }

    /// <summary>Gets how many words were drawn since they were made; 624 right after seeding.</summary>
    public int Position { get; }

    /// <summary>Gets whether the second of a pair of normal numbers waits.</summary>
    public bool HasGauss { get; }

    /// <summary>Gets the waiting normal number, else 0.</summary>
    public double CachedGaussian { get; }

    /// <summary>Gets the state that <c>numpy.random.seed(seed)</c> leaves.</summary>
    /// <param name="seed">The seed, 0 to 2^32 - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The seed is outside that range, which NumPy refuses too.</exception>
    public static NumPyRandomState FromSeed(long seed)
    {
        if (seed is < 0 or > uint.MaxValue)
        {
            Throw.NumPySeed(seed);
        }

        uint[] words = new uint[Length];
        TwisterWords.Seed((uint)seed, words);
        return new NumPyRandomState(words, Length, false, 0);
    }
}
