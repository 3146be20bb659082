using FineTune.Kernels;

namespace FineTune;

/// <summary>
/// torch's random number generator for the CPU (mt19937): the same seed gives the same numbers, bit for bit, in the same order.
/// For NumPy's <c>default_rng</c>, which shuffles datasets, use <see cref="NumPyGenerator"/>.
/// </summary>
/// <remarks>
/// What differs from torch: there is no default generator; one is always passed. The sampling methods fill in memory order and do not
/// depend on the number of threads or on the instruction set. Not safe for use by several threads at once.
/// </remarks>
/// <example>
/// <code>
/// Generator generator = new(42);
/// long[] order = generator.RandPerm(10);   // 2 6 1 8 4 5 0 9 3 7
/// </code>
/// </example>
public sealed partial class Generator
{
    private readonly MersenneTwister _words;

    private double? _cachedDoubleNormal;
    private float? _cachedFloatNormal;

    /// <summary>Initializes a generator as <c>torch.manual_seed</c> does.</summary>
    /// <param name="seed">The seed; its low 32 bits choose the stream.</param>
    public Generator(ulong seed)
    {
        _words = new MersenneTwister((uint)seed);
        InitialSeed = seed;
    }

    /// <summary>Initializes a generator as <c>torch.manual_seed</c> does with a Python integer.</summary>
    /// <param name="seed">The seed; a negative one counts as its two's complement, so that -1 is 2^64 - 1.</param>
    public Generator(long seed)
        : this(unchecked((ulong)seed))
    {
    }

    /// <summary>Gets the seed given last, all 64 bits of it.</summary>
    public ulong InitialSeed { get; private set; }

    /// <summary>Starts the stream anew, as if the generator had been made with this seed.</summary>
    public void ManualSeed(ulong seed)
    {
        _words.Seed((uint)seed);
        InitialSeed = seed;
        _cachedDoubleNormal = null;
        _cachedFloatNormal = null;
    }

    /// <inheritdoc cref="ManualSeed(ulong)"/>
    /// <param name="seed">The seed; a negative one counts as its two's complement.</param>
    public void ManualSeed(long seed) => ManualSeed(unchecked((ulong)seed));

    /// <summary>Draws 32 bits: one step of the engine.</summary>
    public uint Random32() => _words.Next();

    /// <summary>Draws 64 bits: two steps of the engine, the first giving the high half.</summary>
    public ulong Random64()
    {
        ulong high = _words.Next();
        return (high << 32) | _words.Next();
    }

    /// <summary>Draws a float from [0, 1): a multiple of 2^-24, from one step of the engine.</summary>
    public float NextFloat() => UniformFloats.From(_words.Next());

    /// <summary>Draws a double from [0, 1): a multiple of 2^-53, from two steps of the engine.</summary>
    public double NextDouble() => (Random64() & ((1UL << 53) - 1)) * (1.0 / (1UL << 53));

    /// <summary>Makes a generator that goes on exactly as this one would, independently of it.</summary>
    public Generator Clone()
    {
        Generator clone = new(InitialSeed);
        clone.CopyFrom(this);
        return clone;
    }

    /// <summary>Goes on exactly as another generator would, independently of it.</summary>
    internal void CopyFrom(Generator other)
    {
        InitialSeed = other.InitialSeed;
        _cachedDoubleNormal = other._cachedDoubleNormal;
        _cachedFloatNormal = other._cachedFloatNormal;
        _words.CopyFrom(other._words);
    }

    /// <summary>Moves the stream on by a number of 32-bit draws without making them.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="words"/> is negative.</exception>
    internal void Discard(long words)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(words);
        _words.Discard(words);
    }
}
