namespace FineTune;

/// <summary>torch's random number generator for the CPU (mt19937).</summary>
public sealed class Generator
{
    /// <summary>Initializes a generator as <c>torch.manual_seed</c> does.</summary>
    public Generator(ulong seed) => ManualSeed(seed);

    /// <summary>Gets the seed given last.</summary>
    public ulong InitialSeed { get; private set; }

    /// <summary>Starts the stream anew.</summary>
    public void ManualSeed(ulong seed) => InitialSeed = seed;
}
