using System.Runtime.CompilerServices;
using FineTune.Runtime;

namespace FineTune.Tests.Runtime;

[Collection(ThreadsCollection.Name)]
public sealed unsafe class BufferPoolTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(100_001)]
    public void Storage_is_aligned_and_as_long_as_asked(int length)
    {
        foreach (Storage storage in new[] { BufferPool.Rent(length, clear: false), Storage.Alone(length, clear: false) })
        {
            Assert.Equal(length, storage.Span.Length);
            Assert.Equal(0u, (nuint)Unsafe.AsPointer(ref Unsafe.AsRef(in storage.Span.GetPinnableReference())) % 64);
            storage.RemoveUser();
        }
    }

    [Fact]
    public void What_was_returned_is_rented_again_and_cleared_on_request()
    {
        BufferPool.Trim();
        Storage first = BufferPool.Rent(1000, clear: false);
        first.Span.Fill(7);
        void* address = Unsafe.AsPointer(ref first.Span[0]);
        first.RemoveUser();

        Storage second = BufferPool.Rent(990, clear: true);

        Assert.True(address == Unsafe.AsPointer(ref second.Span[0]));
        Assert.All(second.Span.ToArray(), value => Assert.Equal(0, value));
        second.RemoveUser();
    }

    [Fact]
    public void Nothing_rented_is_shared()
    {
        List<(Storage Storage, float Mark)> rented = [];
        Random random = new(3);
        for (int i = 0; i < 2_000; i++)
        {
            if (rented.Count > 0 && random.Next(3) == 0)
            {
                int index = random.Next(rented.Count);
                Assert.DoesNotContain(rented[index].Storage.Span.ToArray(), value => value != rented[index].Mark);
                rented[index].Storage.RemoveUser();
                rented.RemoveAt(index);
            }

            Storage storage = BufferPool.Rent(random.Next(1, 3_000), clear: false);
            storage.Span.Fill(i);
            rented.Add((storage, i));
        }

        Assert.All(rented, item => Assert.DoesNotContain(item.Storage.Span.ToArray(), value => value != item.Mark));
        rented.ForEach(item => item.Storage.RemoveUser());
    }

    [Fact]
    public void What_comes_back_merges_whatever_the_order()
    {
        BufferPool.Trim();
        long before = BufferPool.RentedFloats;
        Random random = new(4);
        Storage[] rented = [.. Enumerable.Range(0, 100).Select(_ => BufferPool.Rent(random.Next(1, 2_000), clear: false))];
        random.Shuffle(rented);

        Array.ForEach(rented, storage => storage.RemoveUser());
        long touched = BufferPool.TouchedFloats;
        Storage whole = BufferPool.Rent((int)touched, clear: false);

        Assert.Equal(touched, BufferPool.TouchedFloats);
        whole.RemoveUser();
        Assert.Equal(before, BufferPool.RentedFloats);
    }

    [Fact]
    public void Steps_of_varying_length_need_little_more_than_the_longest()
    {
        BufferPool.Trim();
        Random random = new(5);
        long longest = 0;
        for (int step = 0; step < 300; step++)
        {
            BufferPool.ResetPeak();
            Step(random.Next(200, 1025));
            longest = Math.Max(longest, BufferPool.PeakFloats);
        }

        Assert.InRange(BufferPool.TouchedFloats, longest, longest * 11 / 10);
        BufferPool.Trim();
    }

    [Fact]
    public void Steps_soon_allocate_nothing_but_what_refers_to_the_memory()
    {
        BufferPool.Trim();
        for (int step = 0; step < 5; step++)
        {
            Step(1024);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 100; step++)
        {
            Step(200 + (8 * step));
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100 * 16 * 1024);
        BufferPool.Trim();
    }

    [Fact]
    public void What_nobody_needs_is_let_go()
    {
        BufferPool.Trim();
        Storage small = BufferPool.Rent(100, clear: false);
        BufferPool.Rent(10_000_000, clear: false).RemoveUser();
        Assert.True(BufferPool.TouchedFloats >= 10_000_000);

        for (int i = 0; i < 50_000; i++)
        {
            BufferPool.Rent(100, clear: false).RemoveUser();
        }

        Assert.InRange(BufferPool.TouchedFloats, 100, 1_000_000);
        small.RemoveUser();
    }

    [Fact]
    public void Trimming_spares_what_is_in_use()
    {
        Storage storage = BufferPool.Rent(1000, clear: false);
        storage.Span.Fill(3);

        BufferPool.Trim();
        Storage other = BufferPool.Rent(1000, clear: true);

        Assert.All(storage.Span.ToArray(), value => Assert.Equal(3, value));
        storage.RemoveUser();
        other.RemoveUser();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1024)]
    [InlineData(5000)]
    public void A_copy_holds_the_same_bits(int length)
    {
        float[] numbers = new float[length];
        numbers.AsSpan(length / 2, Math.Min(length - (length / 2), 3)).Fill(-0f);
        numbers.AsSpan(0, length / 3).Fill(1);

        Storage copy = Storage.Copy(numbers);

        Assert.Equal(Array.ConvertAll(numbers, BitConverter.SingleToUInt32Bits), Array.ConvertAll(copy.Span.ToArray(), BitConverter.SingleToUInt32Bits));
        Assert.False(copy.IsPooled);
    }

    [Fact]
    public void Too_large_a_request_is_refused_with_advice()
    {
        foreach (Action request in new Action[] { () => BufferPool.Rent(int.MaxValue, clear: false), () => Storage.Alone(int.MaxValue, clear: true) })
        {
            ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(request);

            Assert.Contains("smaller batch", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Threads_may_rent_and_return_at_once()
    {
        int wrong = 0;
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(seed => new Thread(() =>
        {
            Random random = new(seed);
            for (int i = 0; i < 2_000; i++)
            {
                Storage storage = BufferPool.Rent(random.Next(1, 5_000), clear: false);
                storage.Span.Fill(seed);
                Interlocked.Add(ref wrong, storage.Span.ContainsAnyExcept(seed) ? 1 : 0);
                storage.RemoveUser();
            }
        }))];

        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal(0, wrong);
    }

    /// <summary>Rents what a training step on so many tokens might, and returns it as backward does: the last first.</summary>
    private static void Step(int tokens)
    {
        Stack<Storage> kept = new();
        for (int layer = 0; layer < 6; layer++)
        {
            foreach (int width in (ReadOnlySpan<int>)[384, 1152, 384, 384, 1536, 1536, 384, 2])
            {
                kept.Push(BufferPool.Rent(tokens * width / 8, clear: false));
            }
        }

        Storage gradient = BufferPool.Rent(tokens * 48, clear: false);
        while (kept.TryPop(out Storage? storage))
        {
            Storage next = BufferPool.Rent(storage.Length, clear: false);
            gradient.RemoveUser();
            gradient = next;
            storage.RemoveUser();
        }

        gradient.RemoveUser();
    }
}
