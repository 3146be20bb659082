using FineTune.IO;

namespace FineTune.Training;

/// <summary>
/// The random numbers: torch's generator is the run's own; Python's and NumPy's are those a run of the reference would have, which draws
/// nothing from them, and are handed on as they came when the checkpoint resumed from had others.
/// </summary>
internal sealed class RandomArtefact
{
    public const string FileName = "rng_state.pth";

    /// <summary>What the files of all processes begin with.</summary>
    public const string Prefix = "rng_state";
    private RngStateFile? _resumed;

    public Action<string> Take(Generator generator, long seed) =>
        (_resumed is null ? RngStateFile.For(seed, generator) : _resumed with { Cpu = generator.GetState() }).Save;

    /// <summary>Gets the name of a process's file.</summary>
    public static string NameFor(ProcessGroup processes, int rank) => processes.IsAlone ? FileName : $"{Prefix}_{rank}.pth";

    /// <summary>Collects the files of all processes: one writes them.</summary>
    public byte[][] Collect(Trainer trainer)
    {
        string path = Path.GetTempFileName();
        try
        {
            Take(trainer.Generator, trainer.Args.Seed)(path);
            return trainer.Processes.GatherAll<byte>(File.ReadAllBytes(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Gets the state of the generator.</summary>
    public byte[] Load(string path)
    {
        _resumed = RngStateFile.Load(path);
        return _resumed.Cpu;
    }
}
