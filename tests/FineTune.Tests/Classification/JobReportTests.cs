using System.Text.Json.Nodes;
using FineTune.Classification;
using FineTune.Runtime;
using FineTune.Tests.Training.Distributed;

namespace FineTune.Tests.Classification;

/// <summary>What <c>finetune info</c> says of the processes of a job, measured with ranks of the test and said of numbers that are known.</summary>
public sealed class JobReportTests
{
    private static readonly JobReport s_known = new()
    {
        Transport = "Open MPI",
        Processes = [new(0, "north", 0, 4), new(1, "south", 0, 1)],
        BarrierSeconds = 12e-6,
        SumSeconds = 0.01,
    };

    [Fact]
    public void Every_process_measures_the_same_processes()
    {
        JobReport[] reports = new ThreadRanks(4) { RanksOfMachine = 2 }.Run(JobReport.Measure);

        Assert.All(reports, report =>
        {
            Assert.Equal([0, 1, 0, 1], report.Processes.Select(process => process.LocalRank));
            Assert.All(report.Processes, process => Assert.Equal((Environment.MachineName, Workers.ThreadCount), (process.Host, process.Threads)));
            Assert.True(report.BarrierSeconds > 0 && report.SumSeconds > 0);
        });
    }

    [Fact]
    public void It_is_said_in_lines() => Assert.Equal(
        """
        processes: 2 over Open MPI
          rank 0: north, number 0 there, 4 threads
          rank 1: south, number 0 there, 1 thread
          all wait for each other in 12 microseconds; a sum of 16 MiB takes 10.0 ms (1.68 GB/s out of each process)
        """,
        s_known.ToText(),
        ignoreLineEndingDifferences: true);

    [Fact]
    public void It_is_said_as_JSON() => Assert.Equal(
        """{"transport":"Open MPI","ranks":[{"rank":0,"host":"north","local_rank":0,"threads":4},{"rank":1,"host":"south","local_rank":0,"threads":1}],"barrier_seconds":1.2E-05,"sum_bytes":16777216,"sum_seconds":0.01,"bytes_per_second":1677721600}""",
        s_known.ToJson().ToJsonString());
}
