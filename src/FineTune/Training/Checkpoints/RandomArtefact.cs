using FineTune.IO;

namespace FineTune.Training;

/// <summary>
/// The random numbers: torch's generator is the run's own; Python's and NumPy's are those a run of the reference would have, which draws
/// nothing from them, and are handed on as they came when the checkpoint resumed from had others.
/// </summary>
internal sealed class RandomArtefact
{
    public const string FileName = "rng_state.pth";
    private RngStateFile? _resumed;

    public Action<string> Take(Generator generator, long seed) =>
        (_resumed is null ? RngStateFile.For(seed, generator) : _resumed with { Cpu = generator.GetState() }).Save;

    /// <summary>Gets the state of the generator.</summary>
    public byte[] Load(string path)
    {
        _resumed = RngStateFile.Load(path);
        return _resumed.Cpu;
    }
}
