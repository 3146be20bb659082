using FineTune.Optim;
using FineTune.Runtime;
using FineTune.Tensors.Tests.Autograd;
using FineTune.Tensors.Tests.Kernels;
using FineTune.Tests.Runtime;
using static FineTune.Tests.Runtime.ThreadsCollection;

namespace FineTune.Tests.Optim;

/// <summary>Large parameters, whose updates are put off, get the bits that small ones get at once, whoever asks for what, and when.</summary>
[Collection(ThreadsCollection.Name)]
public sealed class PendingUpdateTests
{
    private const int Rows = 72, Width = 1000, Large = 3;

    public static TheoryData<string, AdamWOptions> Options => new()
    {
        { "plain", new() { Lr = 1e-3 } },
        { "unfused", new() { Lr = 1e-3, Fused = false } },
        { "amsgrad", new() { Lr = 1e-3, WeightDecay = 0.01, Amsgrad = true } },
        { "up", new() { Lr = 1e-3, WeightDecay = 0.01, Maximize = true } },
    };

    [Theory, MemberData(nameof(Options))]
    public void Put_off_updates_give_the_bits_of_updates_at_once(string name, AdamWOptions options)
    {
        foreach (int threads in new[] { 1, 2, 5 })
        {
            WithThreads(threads, () =>
            {
                Run run = new(options, name.Length);
                for (int step = 0; step < 6; step++)
                {
                    run.Step(clips: step % 2 == 1);
                    Assert.All(run.LargeOnes, parameter => Assert.IsType<PendingUpdate>(parameter.Storage.Deferred));
                }

                run.Check();
            });
        }
    }

    [Fact]
    public void Whatever_is_asked_for_in_between_is_what_it_should_be()
    {
        foreach (int threads in new[] { 1, 3 })
        {
            WithThreads(threads, () =>
            {
                Run run = new(new() { Lr = 1e-2, WeightDecay = 0.1, Amsgrad = true }, 5);
                Random random = new(9);
                for (int step = 0; step < 60; step++)
                {
                    run.Step(clips: random.Next(2) == 0, zeroes: random.Next(3) != 0);
                    switch (random.Next(8))
                    {
                        case 0:
                            run.CheckOne(random.Next(Large));
                            break;
                        case 1:
                            run.CheckState(random.Next(Large));
                            break;
                        case 2:
                            run.CheckGradient(random.Next(Large));
                            break;
                        case 3:
                            run.ChangeGradient(random.Next(Large));
                            break;
                        case 4:
                            run.SetWeights(random.Next(Large));
                            break;
                        case 5:
                            run.SaveAndLoad();
                            break;
                        case 6:
                            run.LeaveOutNext(random.Next(Large));
                            break;
                        default:
                            Parallel.For(0, 4, i => run.CheckOne(i % Large));
                            break;
                    }
                }

                run.Check();
            });
        }
    }

    [Fact]
    public void The_next_update_is_begun_when_one_is_made()
    {
        WithThreads(2, () =>
        {
            Run run = new(new() { Lr = 1e-3 }, 6);
            run.Step(clips: false);
            float before = run.LargeOnes[1].Storage.Peek[0];
            _ = run.LargeOnes[0].Span;

            Assert.Null(run.LargeOnes[0].Storage.Deferred);
            Assert.True(SpinWait.SpinUntil(() => run.LargeOnes[1].Storage.Peek[0] != before, TimeSpan.FromSeconds(30)));
            Assert.IsType<PendingUpdate>(run.LargeOnes[1].Storage.Deferred);
            run.Check();
        });
    }

    [Fact]
    public void A_job_may_ask_for_what_is_put_off()
    {
        WithThreads(4, () =>
        {
            for (int round = 0; round < 20; round++)
            {
                Run run = new(new() { Lr = 1e-3 }, round);
                run.Step(clips: true);
                Workers.Run(40, 1, new AskJob(run.LargeOnes));
                run.Check();
            }
        });
    }

    [Fact]
    public void Putting_off_allocates_next_to_nothing()
    {
        WithThreads(2, () =>
        {
            Run run = new(new() { Lr = 1e-3 }, 7);
            run.Step(clips: false);
            run.Step(clips: false);
            _ = run.LargeOnes[0].Span;
            long before = GC.GetAllocatedBytesForCurrentThread();
            run.Optimizer.Step();
            foreach (Parameter parameter in run.LargeOnes)
            {
                _ = parameter.Span;
            }

            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 2_000, $"{GC.GetAllocatedBytesForCurrentThread() - before} bytes");
        });
    }

    private readonly struct AskJob(Parameter[] parameters) : IJob
    {
        public void Run(int start, int end)
        {
            for (int i = start; i < end; i++)
            {
                _ = parameters[(i * 7) % parameters.Length].Span;
            }
        }
    }

    /// <summary>Large parameters, and each of their rows as a parameter of its own, which are too small for anything to be put off.</summary>
    private sealed class Run
    {
        private readonly Parameter[][] _rows;
        private readonly AdamW _small;
        private readonly Random _random;
        private int _leftOut = -1;

        public Run(AdamWOptions options, int seed)
        {
            _random = new Random(seed);
            LargeOnes = [.. Enumerable.Range(0, Large).Select(i => new Parameter(Numbers.Tensor(i + 1, Rows, Width)))];
            _rows = [.. LargeOnes.Select(large => Enumerable.Range(0, Rows).Select(row => new Parameter(Tensor.From(large.Span.Slice(row * Width, Width), new(Width)))).ToArray())];
            Assert.True(LargeOnes[0].Length >= PendingUpdate.FewestElements && Width < PendingUpdate.FewestElements);
            Optimizer = new AdamW([new(LargeOnes)], options);
            _small = new AdamW([new(_rows.SelectMany(rows => rows))], options);
        }

        public Parameter[] LargeOnes { get; }

        public AdamW Optimizer { get; }

        public void Step(bool clips, bool zeroes = true)
        {
            if (zeroes)
            {
                Optimizer.ZeroGrad();
                _small.ZeroGrad();
            }

            for (int i = 0; i < Large; i++)
            {
                if (i == _leftOut)
                {
                    continue;
                }

                float[] gradient = Numbers.Tensor(_random.Next(1000), Rows, Width).ToArray();
                Add(LargeOnes[i], gradient);
                for (int row = 0; row < Rows; row++)
                {
                    Add(_rows[i][row], gradient.AsSpan(row * Width, Width));
                }
            }

            _leftOut = -1;
            if (clips)
            {
                // As the norm of rows is not that of the whole, both are clipped by one factor.
                foreach (Parameter parameter in LargeOnes.Concat(_rows.SelectMany(rows => rows)).Where(parameter => parameter.HasGradient))
                {
                    PendingScale.Set(parameter, 0.37f);
                }
            }

            Optimizer.Step();
            _small.Step();
        }

        public void Check()
        {
            for (int i = 0; i < Large; i++)
            {
                CheckOne(i);
                CheckState(i);
                CheckGradient(i);
            }
        }

        public void CheckOne(int i) => Same(_rows[i].Select(row => row.ToArray()), LargeOnes[i].ToArray());

        public void CheckState(int i)
        {
            var large = (IReadOnlyDictionary<long, object?>)Optimizer.StateDict()["state"]!;
            var small = (IReadOnlyDictionary<long, object?>)_small.StateDict()["state"]!;
            foreach (string key in new[] { "exp_avg", "exp_avg_sq", "max_exp_avg_sq" })
            {
                if (((IDictionary<string, object?>)large[i]!).TryGetValue(key, out object? moments))
                {
                    Same(
                        Enumerable.Range(i * Rows, Rows).Select(row => ((Tensor)((IDictionary<string, object?>)small[row]!)[key]!).ToArray()),
                        ((Tensor)moments!).ToArray());
                }
            }
        }

        public void CheckGradient(int i)
        {
            Assert.Equal(_rows[i][0].HasGradient, LargeOnes[i].HasGradient);
            if (LargeOnes[i].Grad is { } gradient)
            {
                Same(_rows[i].Select(row => row.Grad!.ToArray()), gradient.ToArray());
            }
        }

        public void ChangeGradient(int i)
        {
            foreach (Parameter parameter in _rows[i].Append(LargeOnes[i]))
            {
                parameter.Grad?.Span.Fill(0.5f);
            }
        }

        public void SetWeights(int i)
        {
            foreach (Parameter parameter in _rows[i].Append(LargeOnes[i]))
            {
                parameter.Span.Fill(0.25f);
            }
        }

        public void SaveAndLoad()
        {
            Optimizer.LoadStateDict(Optimizer.StateDict());
            _small.LoadStateDict(_small.StateDict());
        }

        public void LeaveOutNext(int i) => _leftOut = i;

        private static void Add(Parameter parameter, ReadOnlySpan<float> gradient)
        {
            Tensor target = parameter.WholeGradientTarget(out bool accumulate);
            Span<float> sum = target.Span;
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] = accumulate ? sum[i] + gradient[i] : gradient[i];
            }
        }

        private static void Same(IEnumerable<float[]> expected, float[] actual) =>
            Widths.AssertSameBits([.. expected.SelectMany(row => row)], actual, "large");
    }
}
