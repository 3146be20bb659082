using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using FineTune.Runtime;
using FineTune.Training;

namespace FineTune.Classification;

/// <summary>Who the processes of a job are, and how fast they reach each other.</summary>
internal sealed record JobReport
{
    private const int Rounds = 50;
    private const int Sums = 3;
    private const int SumLength = 4 << 20;

    public required string Transport { get; init; }

    public required IReadOnlyList<JobProcess> Processes { get; init; }

    /// <summary>Gets how long all wait for each other.</summary>
    public required double BarrierSeconds { get; init; }

    /// <summary>Gets how long a sum of <see cref="SumBytes"/> takes.</summary>
    public required double SumSeconds { get; init; }

    /// <summary>Gets the bytes of the sum that is measured.</summary>
    public static int SumBytes => SumLength * sizeof(float);

    /// <summary>Gets how many bytes leave each process in a second of a sum.</summary>
    public double BytesPerSecond => 2.0 * (Processes.Count - 1) / Processes.Count * SumBytes / SumSeconds;

    /// <summary>Measures; all processes do, and each gets the report.</summary>
    public static JobReport Measure(ProcessGroup processes)
    {
        int[] threads = processes.Gather(Workers.ThreadCount);
        int[] local = processes.Gather(processes.LocalRank);
        processes.Barrier();
        double barrier = SecondsEach(Rounds, processes.Barrier);
        float[] values = new float[SumLength];
        processes.Sum(values);
        return new JobReport
        {
            Transport = processes.Transport,
            Processes = [.. processes.Hosts.Select((host, rank) => new JobProcess(rank, host, local[rank], threads[rank]))],
            BarrierSeconds = barrier,
            SumSeconds = SecondsEach(Sums, () => processes.Sum(values)),
        };
    }

    public JsonObject ToJson() => new()
    {
        ["transport"] = Transport,
        ["ranks"] = new JsonArray([.. Processes.Select(process => process.ToJson())]),
        ["barrier_seconds"] = BarrierSeconds,
        ["sum_bytes"] = SumBytes,
        ["sum_seconds"] = SumSeconds,
        ["bytes_per_second"] = (long)BytesPerSecond,
    };

    public string ToText() => string.Join(Environment.NewLine,
    [
        string.Create(CultureInfo.InvariantCulture, $"processes: {Processes.Count} over {Transport}"),
        .. Processes.Select(process => process.ToText()),
        string.Create(
            CultureInfo.InvariantCulture,
            $"  all wait for each other in {BarrierSeconds * 1e6:0} microseconds; a sum of {SumBytes >> 20} MiB takes {SumSeconds * 1e3:0.0} ms ({BytesPerSecond / 1e9:0.00} GB/s out of each process)"),
    ]);

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
