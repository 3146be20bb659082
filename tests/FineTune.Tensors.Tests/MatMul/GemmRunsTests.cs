using FineTune.Kernels;

namespace FineTune.Tests.MatMul;

public sealed class GemmRunsTests
{
    [Fact]
    public void Every_sliver_is_in_one_run_none_is_empty_and_there_are_never_fewer_runs_than_uncut()
    {
        for (int threads = 1; threads <= 64; threads++)
        {
            for (int slivers = 1; slivers <= 200; slivers++)
            {
                for (int rounds = 1; rounds <= 4; rounds++)
                {
                    Division whole = Division.IntoParts(threads * rounds, slivers);
                    GemmRuns runs = new(whole, threads);
                    int next = 0;
                    for (int run = 0; run < runs.Count; run++)
                    {
                        (int start, int size) = runs.Of(run);
                        Assert.Equal(next, start);
                        Assert.True(size > 0, $"{threads} threads, {slivers} slivers, run {run}");
                        next += size;
                    }

                    Assert.Equal(slivers, next);
                    Assert.True(runs.Count >= whole.Count);
                    Assert.True(threads == 1 || whole.Size(whole.Count - 1) < 3 || runs.Of(runs.Count - 1).Size <= (whole.Longest + 2) / 3);
                }
            }
        }
    }
}
