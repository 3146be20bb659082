using FineTune.Runtime;
using static FineTune.Tests.Runtime.ThreadsCollection;

namespace FineTune.Tests.Runtime;

[Collection(ThreadsCollection.Name)]
public sealed class WorkersTests
{
    public static TheoryData<int> ThreadCounts => [.. Enumerable.Range(1, 16)];

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public void Every_item_is_done_exactly_once(int threads)
    {
        WithThreads(threads, () =>
        {
            foreach ((int items, int grain) in new[] { (1, 1), (2, 1), (7, 3), (64, 1), (1000, 1), (1000, 17), (1000, 5000), (4097, 0) })
            {
                int[] visits = new int[items];

                Workers.Run(items, grain, new CountJob(visits));

                Assert.All(visits, count => Assert.Equal(1, count));
            }
        });
    }

    [Fact]
    public void Where_the_system_starts_no_thread_the_caller_does_the_work()
    {
        int asked = 0;
        WorkerPool.StartInstead = _ =>
        {
            asked++;
            throw new OutOfMemoryException();
        };
        try
        {
            WithThreads(Workers.MaxThreadCount, () =>
            {
                for (int round = 0; round < 3; round++)
                {
                    int[] visits = new int[1000];

                    Workers.Run(visits.Length, 1, new CountJob(visits));

                    Assert.All(visits, count => Assert.Equal(1, count));
                }
            });
        }
        finally
        {
            WorkerPool.StartInstead = null;
        }

        Assert.NotEqual(0, asked);
        Assert.True(SpinWait.SpinUntil(() => WorkerPool.Running == 0, TimeSpan.FromSeconds(10)), $"{WorkerPool.Running} still count as working");
        Idle_threads_join_the_caller(5);
    }

    [Fact]
    public void No_items_is_no_work() => Workers.Run(0, 1, new FailAtJob(0));

    [Fact]
    public void Pieces_hold_the_grain_except_the_last()
    {
        WithThreads(4, () =>
        {
            List<(int Start, int End)> pieces = [];

            Workers.Run(1003, 50, new RecordJob(pieces));

            Assert.All(pieces, piece => Assert.True(piece.End - piece.Start >= 50 || piece.End == 1003));
            Assert.Equal(1003, pieces.Sum(piece => piece.End - piece.Start));
            Assert.True(pieces.Count > 1);
        });
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Idle_threads_join_the_caller(int threads)
    {
        WithThreads(threads, () =>
        {
            using Barrier barrier = new(threads);

            Workers.Run(threads, 1, new MeetJob(barrier));
        });
    }

    [Fact]
    public void Sleeping_threads_wake_up_for_the_next_job()
    {
        WithThreads(3, () =>
        {
            for (int i = 0; i < 5; i++)
            {
                using Barrier barrier = new(3);
                Workers.Run(3, 1, new MeetJob(barrier));
                Thread.Sleep(2);
            }
        });
    }

    [Fact]
    public void A_job_may_hold_spans()
    {
        WithThreads(4, () =>
        {
            Span<int> squares = stackalloc int[500];

            Workers.Run(500, 1, new SquareJob(squares));

            for (int i = 0; i < 500; i++)
            {
                Assert.Equal(i * i, squares[i]);
            }
        });
    }

    [Fact]
    public void A_call_from_inside_a_job_runs_inline()
    {
        WithThreads(4, () =>
        {
            int[] visits = new int[64 * 100];

            Workers.Run(64, 1, new NestedJob(visits));

            Assert.All(visits, count => Assert.Equal(1, count));
        });
    }

    [Theory]
    [MemberData(nameof(ThreadCounts))]
    public void The_callers_get_the_exception_of_a_job(int threads)
    {
        WithThreads(threads, () =>
        {
            for (int item = 0; item < 100; item += 33)
            {
                InvalidTimeZoneException error = Assert.Throws<InvalidTimeZoneException>(() => Workers.Run(100, 1, new FailAtJob(item)));
                Assert.Contains(nameof(FailAtJob), error.StackTrace, StringComparison.Ordinal);
            }

            int[] visits = new int[100];
            Workers.Run(100, 1, new CountJob(visits));
            Assert.All(visits, count => Assert.Equal(1, count));
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void Callers_on_several_threads_share_the_pool(int threads)
    {
        WithThreads(threads, () =>
        {
            const int Callers = 6;
            const int Rounds = 200;
            int[][] visits = [.. Enumerable.Range(0, Callers).Select(_ => new int[257])];
            Thread[] callers = [.. visits.Select(mine => new Thread(() =>
            {
                for (int round = 0; round < Rounds; round++)
                {
                    Workers.Run(mine.Length, 1, new CountJob(mine));
                }
            }))];

            Array.ForEach(callers, caller => caller.Start());
            Array.ForEach(callers, caller => caller.Join());

            Assert.All(visits, mine => Assert.All(mine, count => Assert.Equal(Rounds, count)));
        });
    }

    [Fact]
    public void Never_more_threads_than_asked_for()
    {
        WithThreads(8, () => Workers.Run(64, 1, new CountJob(new int[64])));
        WithThreads(3, () =>
        {
            Load load = new();

            for (int round = 0; round < 50; round++)
            {
                Workers.Run(48, 1, new LoadJob(load));
            }

            Assert.InRange(load.Peak, 1, 3);
        });
    }

    [Theory]
    [InlineData(2, 4)]
    [InlineData(4, 3)]
    [InlineData(8, 2)]
    public void Helpers_come_only_while_callers_leave_room(int threads, int callerCount)
    {
        WithThreads(threads, () =>
        {
            Load load = new();
            Thread[] callers = [.. Enumerable.Range(0, callerCount).Select(_ => new Thread(() =>
            {
                for (int round = 0; round < 100; round++)
                {
                    Workers.Run(48, 1, new LoadJob(load));
                }
            }))];

            Array.ForEach(callers, caller => caller.Start());
            Array.ForEach(callers, caller => caller.Join());

            // Helpers that came before the last caller did go on to the end of their piece.
            Assert.InRange(load.Peak, 1, threads - 1 + callerCount);
        });
    }

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    public void Threads_without_work_fall_asleep(int threads)
    {
        WithThreads(threads, () =>
        {
            Workers.Run(1000, 1, new CountJob(new int[1000]));

            Assert.True(SpinWait.SpinUntil(() => WorkerPool.IsAsleep, TimeSpan.FromMinutes(1)));
        });
    }

    [Fact]
    public void A_call_allocates_nothing()
    {
        WithThreads(4, () =>
        {
            int[] visits = new int[1000];
            Workers.Run(1000, 1, new CountJob(visits));
            long before = GC.GetAllocatedBytesForCurrentThread();

            for (int i = 0; i < 100; i++)
            {
                Workers.Run(1000, 1, new CountJob(visits));
            }

            Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(65)]
    public void An_impossible_thread_count_is_refused_with_advice(int count)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => Workers.ThreadCount = count);

        Assert.Contains("between 1 and 64", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("64", 64)]
    public void The_environment_sets_the_thread_count(string variable, int expected) =>
        Assert.Equal(expected, Workers.DefaultThreadCount(variable));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void Without_the_variable_every_core_is_used(string? variable) =>
        Assert.Equal(Math.Min(Environment.ProcessorCount, 64), Workers.DefaultThreadCount(variable));

    [Theory]
    [InlineData("0")]
    [InlineData("65")]
    [InlineData("two")]
    [InlineData("-4")]
    [InlineData("1.5")]
    public void An_unusable_variable_is_refused_with_advice(string variable)
    {
        FormatException error = Assert.Throws<FormatException>(() => Workers.DefaultThreadCount(variable));

        Assert.Contains($"FINETUNE_NUM_THREADS is '{variable}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("unset it", error.Message, StringComparison.Ordinal);
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

    private readonly struct FailAtJob(int item) : IJob
    {
        public void Run(int start, int end)
        {
            if (start <= item && item < end)
            {
                throw new InvalidTimeZoneException("on purpose");
            }
        }
    }

    private readonly struct RecordJob(List<(int Start, int End)> pieces) : IJob
    {
        public void Run(int start, int end)
        {
            lock (pieces)
            {
                pieces.Add((start, end));
            }
        }
    }

    private readonly struct MeetJob(Barrier barrier) : IJob
    {
        public void Run(int start, int end)
        {
            Assert.Equal(1, end - start);
            Assert.True(barrier.SignalAndWait(TimeSpan.FromMinutes(1)), "The pool's threads did not come.");
        }
    }

    private readonly ref struct SquareJob(Span<int> squares) : IJob
    {
        private readonly Span<int> _squares = squares;

        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                _squares[i] = i * i;
            }
        }
    }

    private readonly struct NestedJob(int[] visits) : IJob
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                int thread = Environment.CurrentManagedThreadId;
                Workers.Run(100, 1, new InnerJob(visits, i * 100, thread));
            }
        }
    }

    private readonly struct InnerJob(int[] visits, int offset, int thread) : IJob
    {
        public void Run(int start, int end)
        {
            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            for (int i = start; i < end; i++)
            {
                visits[offset + i]++;
            }
        }
    }

    private sealed class Load
    {
        private int _now;
        private int _peak;

        public int Peak => _peak;

        public void Enter()
        {
            int now = Interlocked.Increment(ref _now);
            int seen = _peak;
            while (now > seen)
            {
                seen = Interlocked.CompareExchange(ref _peak, now, seen) is int before && before == seen ? now : _peak;
            }
        }

        public void Exit() => Interlocked.Decrement(ref _now);
    }

    private readonly struct LoadJob(Load load) : IJob
    {
        public void Run(int start, int end)
        {
            load.Enter();
            Thread.SpinWait(200);
            load.Exit();
        }
    }
}
