using FineTune.Kernels;

namespace FineTune.Tests.MatMul;

public sealed class GemmRunsTests
{
    [Fact]
    public void Every_dealt_sliver_meets_every_shared_one_once_and_no_piece_is_empty()
    {
        foreach (int threads in (int[])[1, 2, 3, 4, 7, 16, 64])
        {
            foreach (int slivers in (int[])[1, 2, 3, 4, 5, 7, 12, 13, 24, 31, 96, 200])
            {
                foreach (int shared in (int[])[1, 2, 5, 6, 11, 13, 64])
                {
                    for (int rounds = 1; rounds <= 4; rounds++)
                    {
                        Division whole = Division.IntoParts(threads * rounds, slivers);
                        GemmRuns runs = new(whole, shared, threads);
                        int[,] met = new int[slivers, shared];
                        for (int piece = 0; piece < runs.Count; piece++)
                        {
                            (int start, int size, int sharedStart, int sharedEnd) = runs.Of(piece);
                            Assert.True(size > 0 && sharedEnd > sharedStart, $"{threads} threads, {slivers} and {shared} slivers, piece {piece}");
                            for (int i = start; i < start + size; i++)
                            {
                                for (int j = sharedStart; j < sharedEnd; j++)
                                {
                                    met[i, j]++;
                                }
                            }
                        }

                        Assert.DoesNotContain(met.Cast<int>(), times => times != 1);
                        Assert.True(threads == 1 || whole.Size(whole.Count - 1) < 3 || runs.Of(runs.Count - 1).Size <= (whole.Longest + 2) / 3);
                        Assert.True(runs.Count >= whole.Count);
                    }
                }
            }
        }
    }

    [Fact]
    public void What_is_taken_last_is_small_and_one_thread_has_nothing_cut()
    {
        Division whole = Division.IntoParts(4, 24);
        GemmRuns runs = new(whole, 12, 2);
        Assert.Equal((0, 6, 0, 12), runs.Of(0));
        Assert.Equal((6, 6, 0, 12), runs.Of(1));
        Assert.Equal((12, 2, 0, 12), runs.Of(2));
        Assert.Equal((20, 2, 6, 12), runs.Of(runs.Count - 3));
        Assert.Equal((22, 2, 0, 6), runs.Of(runs.Count - 2));
        Assert.Equal((22, 2, 6, 12), runs.Of(runs.Count - 1));
        Assert.Equal(10, runs.Count);
        Assert.Equal(4, new GemmRuns(whole, 12, 1).Count);

        // Uneven runs, and parts of the shared slivers.
        runs = new(Division.IntoParts(6, 23), 13, 3);
        Assert.Equal((22, 1, 6, 13), runs.Of(runs.Count - 1));
        runs = new(Division.IntoParts(4, 3), 24, 8);
        Assert.Equal(2 * 3, runs.Count);
        runs = new(Division.IntoParts(4, 12), 64, 12);
        Assert.Equal((11, 1, 53, 64), runs.Of(runs.Count - 1));
    }
}
