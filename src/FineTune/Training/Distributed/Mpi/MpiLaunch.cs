using System.Globalization;

namespace FineTune.Training;

/// <summary>What a launcher of MPI programs said in the environment of the process it started.</summary>
/// <param name="Launcher">Its name.</param>
/// <param name="Rank">The number of the process.</param>
/// <param name="Size">How many it started.</param>
/// <param name="IsOpenMpi">Whether its library is Open MPI's.</param>
internal sealed record MpiLaunch(string Launcher, int Rank, int Size, bool IsOpenMpi)
{
    /// <summary>The variable that names the library to load, or says <c>none</c>.</summary>
    public const string Variable = "FINETUNE_MPI";

    private static readonly (string Launcher, string Rank, string Size)[] s_launchers =
    [
        ("mpirun of Open MPI", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE"),
        ("mpirun of MVAPICH", "MV2_COMM_WORLD_RANK", "MV2_COMM_WORLD_SIZE"),
        ("mpiexec", "PMI_RANK", "PMI_SIZE"),
        ("srun", "SLURM_PROCID", "SLURM_STEP_NUM_TASKS"),
    ];

    /// <summary>Reads it; null when no launcher started the process, or started it alone, or it is not to count.</summary>
    /// <param name="variable">Gets an environment variable.</param>
    public static MpiLaunch? Find(Func<string, string?> variable)
    {
        if (variable(Variable) is "none")
        {
            return null;
        }

        foreach ((string launcher, string rankName, string sizeName) in s_launchers)
        {
            if (Number(variable(rankName)) is { } rank && Number(variable(sizeName)) is { } size)
            {
                return size > 1 ? new MpiLaunch(launcher, rank, size, rankName.StartsWith("OMPI", StringComparison.Ordinal)) : null;
            }
        }

        return null;
    }

    /// <summary>Gets the libraries to try, the likeliest first.</summary>
    public IReadOnlyList<string> Libraries(string? asked)
    {
        if (!string.IsNullOrEmpty(asked))
        {
            return [asked];
        }

        string[] ofMpich = OperatingSystem.IsWindows() ? ["msmpi.dll", "impi.dll"]
            : OperatingSystem.IsMacOS() ? ["libmpi.12.dylib", "libmpich.12.dylib"]
            : ["libmpi.so.12", "libmpich.so.12"];
        string[] ofOpenMpi = OperatingSystem.IsMacOS() ? ["libmpi.40.dylib", "libmpi.dylib"] : ["libmpi.so.40", "libmpi.so"];
        string[] ofAll = OperatingSystem.IsWindows() ? [] : OperatingSystem.IsMacOS() ? ["libmpi_abi.1.dylib"] : ["libmpi_abi.so.1"];
        return Launcher == "srun" ? [.. ofOpenMpi, .. ofMpich, .. ofAll]
            : IsOpenMpi ? [.. ofOpenMpi, .. ofAll]
            : [.. ofMpich, .. ofAll];
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
