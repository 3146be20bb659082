using System.Collections.Concurrent;
using FineTune.Training;

namespace FineTune.Tests.Training.Distributed;

/// <summary>What a group makes of messages between two processes each, as MPI carries them.</summary>
public sealed class MessageGroupTests
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)] // Fewer numbers than processes.
    [InlineData(3, 1000)]
    [InlineData(5, 77)]
    public void A_sum_is_added_in_the_order_of_the_ranks(int size, int length)
    {
        float[][] parts = [.. Enumerable.Range(0, size).Select(rank => Enumerable.Range(0, length).Select(i => MathF.Sin((rank * 31) + i) * MathF.Pow(10, (rank + i) % 5)).ToArray())];
        float[] expected = parts.Aggregate((sum, part) => [.. sum.Zip(part, (left, right) => left + right)]);

        float[][] sums = Run(size, group =>
        {
            float[] values = [.. parts[group.Rank]];
            group.Sum(values);
            return values;
        });

        Assert.All(sums, sum => Assert.Equal(expected, sum));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 1000)]
    public void A_sum_of_bfloat16_is_that_of_rounded_numbers_rounded(int size, int length)
    {
        static float Round(float value) => BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(value) + 0x7FFF + ((BitConverter.SingleToUInt32Bits(value) >> 16) & 1)) & 0xFFFF0000);
        float[][] parts = [.. Enumerable.Range(0, size).Select(rank => Enumerable.Range(0, length).Select(i => MathF.Sin((rank * 31) + i)).ToArray())];
        float[] expected = [.. parts.Select(part => part.Select(Round)).Aggregate((sum, part) => sum.Zip(part, (left, right) => left + right)).Select(Round)];

        float[][] sums = Run(size, group =>
        {
            float[] values = [.. parts[group.Rank]];
            group.Sum(values, asBFloat16: true);
            return values;
        });

        Assert.All(sums, sum => Assert.Equal(expected, sum));
    }

    [Fact]
    public void Bytes_of_all_are_collected_and_those_of_one_reach_all()
    {
        string[] found = Run(4, group => string.Join(' ', group.GatherTexts(new string('x', group.Rank))) + group.Share(group.IsMain ? "!" : null) + string.Join(',', group.Gather(group.Rank)));

        Assert.All(found, text => Assert.Equal(" x xx xxx!0,1,2,3", text));
    }

    [Fact]
    public void A_barrier_lets_nobody_go_before_all_are_there()
    {
        int there = 0;
        int[] seen = Run(3, group =>
        {
            Thread.Sleep(group.Rank * 5);
            Interlocked.Increment(ref there);
            group.Barrier();
            return Volatile.Read(ref there);
        });

        Assert.Equal([3, 3, 3], seen);
    }

    private static T[] Run<T>(int size, Func<ProcessGroup, T> body)
    {
        ConcurrentDictionary<(int From, int To), BlockingCollection<byte[]>> ways = new();
        return [.. Enumerable.Range(0, size).Select(rank => Task.Factory.StartNew(
            () => body(new QueueGroup(rank, size, way => ways.GetOrAdd(way, _ => []))), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray().Select(task => task.Result)];
    }

    private sealed class QueueGroup(int rank, int size, Func<(int From, int To), BlockingCollection<byte[]>> way) : MessageGroup
    {
        public override int Rank => rank;

        public override int Size => size;

        public override int LocalRank => rank;

        public override int LocalSize => size;

        public override void Abort(string reason) => throw new ProcessLostException(reason);

        protected override unsafe void Exchange(IReadOnlyList<Transfer> transfers)
        {
            foreach (Transfer transfer in transfers.Where(transfer => transfer.IsSend))
            {
                way((rank, transfer.Peer)).Add(new Span<byte>((void*)transfer.Data, transfer.Length).ToArray());
            }

            foreach (Transfer transfer in transfers.Where(transfer => !transfer.IsSend))
            {
                Assert.True(way((transfer.Peer, rank)).TryTake(out byte[]? bytes, TimeSpan.FromSeconds(30)));
                bytes!.CopyTo(new Span<byte>((void*)transfer.Data, transfer.Length));
            }
        }
    }
}
