using FineTune.Autograd;
using FineTune.Kernels;
using FineTune.Tensors.Tests.Autograd;
using FineTune.Runtime;
using static FineTune.Tests.Runtime.ThreadsCollection;

namespace FineTune.Tests.Runtime;

[Collection(ThreadsCollection.Name)]
public sealed class EarlyWorkTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Work_is_done_once_whatever_goes_on_beside_it(int threads)
    {
        WithThreads(threads, () =>
        {
            for (int round = 0; round < 500; round++)
            {
                int done = 0;
                Early early = new(() => done++);
                early.Begin();
                int[] visits = new int[round % 40];
                Workers.Run(visits.Length, 1, new CountJob(visits));

                early.Finish();
                early.Finish();

                Assert.Equal(1, done);
                Assert.All(visits, count => Assert.Equal(1, count));
            }
        });
    }

    [Fact]
    public void A_thread_without_work_does_it_before_it_is_asked_for()
    {
        WithThreads(2, () =>
        {
            using ManualResetEventSlim done = new();
            Early early = new(done.Set);
            early.Begin();

            Assert.True(done.Wait(TimeSpan.FromSeconds(30)));
            early.Finish();
        });
    }

    [Fact]
    public void Work_that_nobody_asks_for_is_done_and_leaves_nothing_behind()
    {
        WithThreads(2, () =>
        {
            int done = 0;
            List<WeakReference> works = [.. Enumerable.Range(0, 60).Select(_ => Forget(() => Interlocked.Increment(ref done)))];
            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref done) == works.Count, TimeSpan.FromSeconds(30)));
            Assert.True(SpinWait.SpinUntil(() => Collected(works), TimeSpan.FromSeconds(30)));
        });
        A_thread_without_work_does_it_before_it_is_asked_for();

        static WeakReference Forget(Action work)
        {
            Early early = new(work);
            early.Begin();
            SpinWait.SpinUntil(() => WorkerPool.IsAsleep, TimeSpan.FromSeconds(30));
            return new WeakReference(early);
        }

        // What the pool's thread did last may still lie on its stack.
        static bool Collected(List<WeakReference> works)
        {
            GC.Collect();
            return works.Count(work => work.IsAlive) <= 1;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_exception_reaches_who_asks(int threads)
    {
        WithThreads(threads, () =>
        {
            Early early = new(() => throw new InvalidDataException("no"));
            early.Begin();

            Assert.Equal("no", Assert.Throws<InvalidDataException>(early.Finish).Message);
            int[] visits = new int[100];
            Workers.Run(visits.Length, 1, new CountJob(visits));
            Assert.All(visits, count => Assert.Equal(1, count));
        });
    }

    [Fact]
    public void A_mask_begun_early_has_the_bits_of_one_drawn_at_once_and_leaves_the_generator_where_it_would()
    {
        SequenceLayout layout = SequenceLayout.Full(3, 50);
        WithThreads(2, () =>
        {
            Generator early = new(5UL);
            Generator plain = new(5UL);
            for (int round = 0; round < 50; round++)
            {
                using Early<DropoutBits> begun = DropoutBits.Begin(0.1, layout.TokenCount, 64, layout, early);
                int[] visits = new int[round];
                Workers.Run(visits.Length, 1, new CountJob(visits));
                using DropoutBits expected = DropoutBits.Draw(0.1, layout.TokenCount, 64, layout, plain)!;
                using DropoutBits taken = begun.Take()!;

                Assert.Equal(Groups(expected.Mask), Groups(taken.Mask));
                Assert.Equal(plain.Random64(), early.Random64());
            }
        });
    }

    [Fact]
    public void A_mask_that_nobody_takes_is_drawn_and_given_back_all_the_same()
    {
        SequenceLayout layout = SequenceLayout.Full(2, 40);
        WithThreads(2, () =>
        {
            using TensorScope scope = new();
            long before = BufferPool.RentedFloats;
            Generator generator = new(5UL);
            Generator plain = new(5UL);
            using (DropoutBits.Begin(0.1, layout.TokenCount, 48, layout, generator))
            {
                Assert.True(BufferPool.RentedFloats > before);
            }

            DropoutBits.Draw(0.1, layout.TokenCount, 48, layout, plain)!.Dispose();
            Assert.Equal(before, BufferPool.RentedFloats);
            Assert.Equal(plain.Random64(), generator.Random64());
        });
    }

    [Fact]
    public void An_operation_that_fails_with_a_mask_leaves_nothing_being_drawn()
    {
        SequenceLayout layout = SequenceLayout.Full(2, 40);
        Parameter gamma = new(Numbers.Tensor(1, 48));
        WithThreads(2, () =>
        {
            Generator generator = new(5UL);
            Generator plain = new(5UL);
            for (int round = 0; round < 40; round++)
            {
                Tensor x = Numbers.Tensor(2, layout.TokenCount, 48);
                Tensor gone = Numbers.Tensor(3, layout.TokenCount, 48);
                gone.Dispose();
                Assert.Throws<ObjectDisposedException>(() =>
                {
                    using Early<DropoutBits> mask = DropoutBits.Begin(0.1, layout.TokenCount, 48, layout, generator);
                    DropoutAddLayerNorm.Apply(x, gone, gamma, gamma, 1e-5f, mask);
                });

                DropoutBits.Draw(0.1, layout.TokenCount, 48, layout, plain)!.Dispose();
                Assert.Equal(plain.Random64(), generator.Random64());
            }
        });
        A_thread_without_work_does_it_before_it_is_asked_for();
    }

    [Fact]
    public void A_mask_of_another_size_is_refused()
    {
        Parameter gamma = new(Numbers.Tensor(1, 48));
        Tensor x = Numbers.Tensor(2, 8, 48);

        Assert.Throws<InvalidOperationException>(
            () => DropoutAddLayerNorm.Apply(x, x, gamma, gamma, 1e-5f, new(DropoutBits.Draw(0.1, 7, 48, null, new Generator(5UL)))));
    }

    private sealed class Early(Action work) : EarlyWork
    {
        protected internal override void Work(int start, int end) => work();
    }

    private static uint[] Groups(DropoutMask mask)
    {
        uint[] groups = new uint[150 * 4];
        for (int i = 0; i < groups.Length; i++)
        {
            groups[i] = mask.Bits(i);
        }

        return groups;
    }

    private readonly struct CountJob(int[] visits) : IJob
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                Interlocked.Increment(ref visits[i]);
            }
        }
    }
}
