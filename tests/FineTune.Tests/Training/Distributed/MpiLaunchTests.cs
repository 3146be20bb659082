using FineTune.Training;

namespace FineTune.Tests.Training.Distributed;

/// <summary>Whether a launcher of MPI programs started the process is read from the environment alone; else no library is touched.</summary>
public sealed class MpiLaunchTests
{
    [Theory]
    [InlineData("OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=4", 1, 4, true)]
    [InlineData("PMI_RANK=0 PMI_SIZE=2", 0, 2, false)]
    [InlineData("MV2_COMM_WORLD_RANK=2 MV2_COMM_WORLD_SIZE=3", 2, 3, false)]
    [InlineData("SLURM_PROCID=3 SLURM_STEP_NUM_TASKS=8 SLURM_NTASKS=8", 3, 8, false)]
    public void A_launcher_is_known_by_what_it_says(string variables, int rank, int size, bool isOpenMpi)
    {
        MpiLaunch? found = Find(variables);

        Assert.Equal((rank, size, isOpenMpi), (found!.Rank, found.Size, found.IsOpenMpi));
        Assert.NotEmpty(found.Libraries(null));
        Assert.Equal(["/opt/libmpi.so"], found.Libraries("/opt/libmpi.so"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("SLURM_PROCID=0 SLURM_NTASKS=8")] // The script of a batch job, which is one process.
    [InlineData("OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=1")]
    [InlineData("PMI_RANK=0 PMI_SIZE=2 FINETUNE_MPI=none")]
    [InlineData("PMI_RANK=x PMI_SIZE=2")]
    public void Anything_else_is_a_process_by_itself(string variables) => Assert.Null(Find(variables));

    [Fact]
    public void Without_a_library_it_is_said_what_to_do()
    {
        InvalidOperationException missing = Assert.Throws<InvalidOperationException>(() => MpiLibrary.Load(Find("PMI_RANK=0 PMI_SIZE=2")!, "/no/such/libmpi.so"));

        Assert.Contains("/no/such/libmpi.so", missing.Message, StringComparison.Ordinal);
        Assert.Contains("FINETUNE_MPI to none", missing.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(3, false)]
    public void A_library_made_for_one_thread_is_named(int provided, bool isNamed)
    {
        string? problem = MpiLibrary.ThreadProblem(provided, new MpiConstants("MPICH", 0, 0, 0, 0, 0, 0, Funneled: 1), "libmpich.so.12");

        Assert.Equal(isNamed, problem?.StartsWith("libmpich.so.12 (MPICH) is made for programs with one thread", StringComparison.Ordinal) ?? false);
    }

    [Theory]
    [InlineData(4, "0-3", "0-3", 2)]
    [InlineData(4, "0-3", "4-7", 4)]
    [InlineData(1, "0", "0", 1)]
    public void Processes_of_one_machine_share_the_cores_they_may_both_use(int cores, string first, string second, int threads)
    {
        int[] found = ThreadRanks.Run(2, group => MpiJob.ThreadsOf(group, cores, group.IsMain ? first : second));

        Assert.Equal([threads, threads], found);
    }

    private static MpiLaunch? Find(string variables)
    {
        Dictionary<string, string> environment = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return MpiLaunch.Find(name => environment.GetValueOrDefault(name));
    }
}
