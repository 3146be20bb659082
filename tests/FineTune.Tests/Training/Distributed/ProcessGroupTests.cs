using System.Runtime.InteropServices;
using FineTune.Training;

namespace FineTune.Tests.Training.Distributed;

/// <summary>What every group of processes gives, shown with ranks that are threads; and that those notice what goes wrong.</summary>
public sealed class ProcessGroupTests
{
    [Fact]
    public void A_process_by_itself_is_the_first_of_one()
    {
        ProcessGroup alone = ProcessGroup.Current;

        Assert.Equal((0, 1, 0, 1, true, true), (alone.Rank, alone.Size, alone.LocalRank, alone.LocalSize, alone.IsMain, alone.IsAlone));
        Assert.Equal([7], alone.Gather(7));
        Assert.Equal([[1, 2]], alone.GatherAll<int>([1, 2]));
        Assert.Equal("text", alone.Share("text"));
    }

    [Fact]
    public void A_sum_is_added_in_the_order_of_the_ranks_whoever_is_late()
    {
        float[][] parts = [[1e8f, 1], [1, 1e-8f], [-1e8f, 1], [0.5f, -2]];
        float[] expected = [(((1e8f + 1) + -1e8f) + 0.5f), (((1f + 1e-8f) + 1) - 2)];
        ThreadRanks ranks = new(4) { BeforeCall = (rank, call) => Thread.Sleep((4 - rank) * 3) };

        float[][] sums = ranks.Run(group =>
        {
            float[] values = [.. parts[group.Rank]];
            group.Sum(values);
            return values;
        });

        Assert.All(sums, sum => Assert.Equal(expected, sum));
    }

    [Fact]
    public void Values_of_all_come_in_the_order_of_the_ranks()
    {
        int[][][] gathered = ThreadRanks.Run(3, group => group.GatherAll<int>([.. Enumerable.Range(10 * group.Rank, group.Rank)]));

        Assert.All(gathered, all => Assert.Equal([[], [10], [20, 21]], all));
    }

    [Fact]
    public void More_than_an_array_holds_is_refused_with_what_to_do()
    {
        InvalidOperationException refused = Assert.Throws<InvalidOperationException>(() => new Boaster { Activity = "an evaluation" }.GatherAll<byte>([1]));

        Assert.Equal(
            "In an evaluation the 2 processes have 4.3 GB to tell each other at once, and 2.1 GB is the most. Take fewer processes, or smaller batches.", refused.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("checkpoint-4")]
    public void A_text_of_the_main_process_reaches_all(string? text)
    {
        string?[] shared = ThreadRanks.Run(3, group => group.Share(group.IsMain ? text : "another"));

        Assert.All(shared, found => Assert.Equal(text, found));
    }

    [Fact]
    public void One_that_fails_ends_the_others()
    {
        ThreadRanks ranks = new(3) { BeforeCall = (rank, call) => Assert.False(rank == 2 && call == 1, "lost") };

        AggregateException failure = Assert.Throws<AggregateException>(() => ranks.Run(group =>
        {
            group.Barrier();
            group.Barrier();
            return 0;
        }));

        Assert.Equal(3, failure.InnerExceptions.Count);
        Assert.Equal(2, failure.InnerExceptions.OfType<ProcessLostException>().Count(lost => lost.Message.Contains("rank 2", StringComparison.Ordinal)));
    }

    [Fact]
    public void One_that_calls_something_else_is_named()
    {
        AggregateException failure = Assert.Throws<AggregateException>(() => ThreadRanks.Run(2, group =>
        {
            group.Activity = "step 17";
            if (group.Rank == 1)
            {
                Thread.Sleep(5);
                group.Barrier();
            }

            return group.Gather(1).Length;
        }));

        Assert.Contains("rank 1 calls barrier", failure.InnerExceptions[0].Message, StringComparison.Ordinal);
        Assert.Contains("step 17", failure.InnerExceptions[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_does_not_come_is_named()
    {
        ThreadRanks ranks = new(2) { Patience = TimeSpan.FromMilliseconds(50) };

        AggregateException failure = Assert.Throws<AggregateException>(() => ranks.Run(group => group.Rank == 1 ? [] : group.Gather(1)));

        Assert.Contains("rank 1 is missing", failure.InnerExceptions[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_takes_its_own_time_is_waited_for_however_long_it_takes()
    {
        TimeSpan patience = TimeSpan.FromMilliseconds(50);
        ThreadRanks ranks = new(2) { BeforeCall = (rank, _) => Thread.Sleep(rank == 0 ? 400 : 0) };

        TimeSpan[] left = ranks.Run(group =>
        {
            group.Patience = patience;
            group.AwaitAll();
            return group.Patience;
        });

        Assert.Equal([patience, patience], left);
    }

    /// <summary>One of two that say they have as much as an int can count.</summary>
    private sealed class Boaster : ProcessGroup
    {
        public override int Rank => 0;

        public override int Size => 2;

        public override int LocalRank => 0;

        public override int LocalSize => 2;

        public override void Barrier()
        {
        }

        public override void Sum(Span<float> values, bool asBFloat16 = false)
        {
        }

        public override void Collect(ReadOnlySpan<byte> mine, ReadOnlySpan<int> lengths, Span<byte> all) => MemoryMarshal.Cast<byte, int>(all).Fill(int.MaxValue);

        public override void Broadcast(Span<byte> bytes, int root = 0)
        {
        }

        public override void Abort(string reason)
        {
        }
    }
}
