using System.Globalization;
using FineTune.Runtime;
using FineTune.Terminal;

namespace FineTune.Training;

/// <summary>The group of this process: the one an MPI launcher made, or itself. No MPI library is touched without a launcher.</summary>
internal static class MpiJob
{
    /// <summary>Joins the job this process belongs to, and takes its share of the machine's cores.</summary>
    public static ProcessGroup Join()
    {
        if (MpiLaunch.Find(Environment.GetEnvironmentVariable) is not { } launch)
        {
            return SingleProcess.Instance;
        }

        // Open MPI gives each process a terminal of its own, whatever its output goes to: what sets terminals up would be in the log.
        Environment.SetEnvironmentVariable("TERM", "dumb");
        MpiGroup group = MpiGroup.Join(launch);
        if (string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(Workers.Variable)))
        {
            Workers.ThreadCount = ThreadsOf(group, Environment.ProcessorCount, ProcFile.Value("/proc/self/status", "Cpus_allowed_list") ?? string.Empty);
        }

        return group;
    }

    /// <summary>How many threads a process gets: the cores it may use, divided by how many processes of its machine may use the same.</summary>
    public static int ThreadsOf(ProcessGroup group, int cores, string allowed)
    {
        string[] all = group.GatherTexts(string.Create(CultureInfo.InvariantCulture, $"{group.Hosts[group.Rank]} {allowed}"));
        int sharing = all.Count(text => text == all[group.Rank]);
        return Math.Clamp(cores / sharing, 1, Workers.MaxThreadCount);
    }
}
