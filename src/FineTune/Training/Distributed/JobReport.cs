using System.Diagnostics;
using System.Globalization;
using FineTune.Runtime;

namespace FineTune.Training;

/// <summary>Who the processes of a job are, and how fast they reach each other.</summary>
internal static class JobReport
{
    private const int Rounds = 50;
    private const int Sums = 3;
    private const int SumLength = 4 << 20;

    /// <summary>Measures; all processes do, and each gets the lines.</summary>
    public static IReadOnlyList<string> Measure(ProcessGroup processes)
    {
        int[] threads = processes.Gather(Workers.ThreadCount);
        int[] local = processes.Gather(processes.LocalRank);
        processes.Barrier();
        double latency = SecondsEach(Rounds, processes.Barrier);
        float[] values = new float[SumLength];
        processes.Sum(values);
        double sum = SecondsEach(Sums, () => processes.Sum(values));
        double bytes = 2.0 * (processes.Size - 1) / processes.Size * SumLength * sizeof(float);
        return
        [
            string.Create(CultureInfo.InvariantCulture, $"processes: {processes.Size} over {processes.Transport}"),
            .. Enumerable.Range(0, processes.Size).Select(rank => string.Create(
                CultureInfo.InvariantCulture, $"  rank {rank}: {processes.Hosts[rank]}, number {local[rank]} there, {threads[rank]} thread{(threads[rank] == 1 ? string.Empty : "s")}")),
            string.Create(CultureInfo.InvariantCulture, $"  all wait for each other in {latency * 1e6:0} microseconds; a sum of {SumLength * sizeof(float) >> 20} MiB takes {sum * 1e3:0.0} ms ({bytes / sum / 1e9:0.00} GB/s out of each process)"),
        ];
    }

    private static double SecondsEach(int count, Action action)
    {
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(began).TotalSeconds / count;
    }
}
