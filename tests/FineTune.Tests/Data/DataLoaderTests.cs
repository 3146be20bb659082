using System.Text.Json;

namespace FineTune.Tests.Data;

public sealed class DataLoaderTests
{
    private static readonly Dataset s_ten = OrderGolden.Numbered(10);

    [Theory]
    [InlineData(false, 4)]
    [InlineData(true, 3)]
    public void A_pass_gives_batches_in_the_samplers_order(bool dropLast, int count)
    {
        DataLoader loader = new(s_ten) { BatchSize = 3, DropLast = dropLast, Sampler = new SeedableRandomSampler(10, 42) };

        Assert.Equal(count, loader.Count);
        Assert.Equal(((int[])[2, 6, 1, 8, 4, 5, 0, 9, 3, 7])[..(dropLast ? 9 : 10)], Numbers(loader));
    }

    [Fact]
    public void Every_pass_counts_an_epoch_on_unless_told()
    {
        DataLoader loader = new(s_ten) { BatchSize = 4, Sampler = new SeedableRandomSampler(10, 42) };

        int[] first = Numbers(loader);
        int[] second = Numbers(loader);
        loader.SetEpoch(0);

        Assert.Equal([8, 4, 9, 0, 5, 1, 6, 7, 2, 3], second);
        Assert.Equal(first, Numbers(loader));
    }

    [Fact]
    public void The_base_seed_is_drawn_at_the_first_step_of_each_pass()
    {
        Generator generator = new(7);
        Generator expected = new(7);
        DataLoader loader = new(s_ten) { BatchSize = 5, Generator = generator };

        using IEnumerator<Batch> pass = loader.GetEnumerator();
        Generator untouched = new(7);
        Assert.Equal(untouched.GetState(), generator.GetState());
        pass.MoveNext();
        expected.NextInt64();
        Assert.Equal(expected.GetState(), generator.GetState());
        pass.MoveNext();
        pass.MoveNext();
        Assert.Equal(expected.GetState(), generator.GetState());
        _ = Numbers(loader);
        expected.NextInt64();
        Assert.Equal(expected.GetState(), generator.GetState());
    }

    [Fact]
    public void A_batch_is_collated_before_the_one_ahead_is_handed_out()
    {
        CountingCollator collator = new();
        using IEnumerator<Batch> pass = new DataLoader(s_ten, collator) { BatchSize = 4 }.GetEnumerator();

        int[] made = [.. Enumerable.Range(0, 3).Select(_ => pass.MoveNext() ? collator.Count : -1)];

        Assert.Equal([2, 3, 3], made);
        Assert.False(pass.MoveNext());
    }

    [Fact]
    public void Loader_sampler_collator_and_step_draw_in_the_order_of_the_reference()
    {
        foreach (JsonElement item in OrderGolden.Get("timeline").EnumerateArray())
        {
            Generator generator = new(42);
            int count = item.GetProperty("n").GetInt32();
            DataLoader loader = new(OrderGolden.Numbered(count), new DrawingCollator(generator))
            {
                BatchSize = item.GetProperty("batch").GetInt32(),
                DropLast = item.GetProperty("drop").GetBoolean(),
                Generator = generator,
                Sampler = item.GetProperty("sampler").GetString() switch
                {
                    "random" => new SeedableRandomSampler(count, 42),
                    "grouped" => new LengthGroupedSampler(4, OrderGolden.Lengths(count), generator),
                    _ => null,
                },
            };

            foreach ((int epoch, JsonElement pass) in item.GetProperty("passes").EnumerateArray().Index())
            {
                loader.SetEpoch(epoch);
                int skip = epoch == 0 ? item.GetProperty("skip").GetInt32() : 0;
                IEnumerable<string> drawn = (skip > 0 ? loader.SkipFirstBatches(skip) : loader)
                    .Select(batch => $"{string.Join(' ', Numbers([batch]))} {((LongTensor)batch["drawn"])[0]} {generator.NextInt64()}");
                IEnumerable<string> expected = pass.EnumerateArray()
                    .Select(batch => $"{string.Join(' ', batch.GetProperty("rows").Ints())} {batch.GetProperty("collator")} {batch.GetProperty("step")}");
                Assert.Equal(expected, drawn);
            }
        }
    }

    [Fact]
    public void Skipped_batches_are_not_fetched()
    {
        CountingCollator collator = new();
        Generator generator = new(1);
        DataLoader all = new(s_ten, collator) { BatchSize = 3, Generator = generator };

        DataLoader rest = all.SkipFirstBatches(1).SkipFirstBatches(1);

        Assert.Equal(2, rest.Count);
        Assert.Equal([6, 7, 8, 9], Numbers(rest));
        Assert.Equal(2, collator.Count);
        Assert.Equal(0, all.SkipFirstBatches(9).Count);
        Assert.Empty(Numbers(all.SkipFirstBatches(9)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Workers_change_nothing(int workers)
    {
        DataLoader indexed = new(s_ten) { BatchSize = 3, NumWorkers = workers, Sampler = new SeedableRandomSampler(10, 42) };
        DataLoader streamed = new(Stream(10)) { BatchSize = 3, NumWorkers = workers };

        Assert.Equal([2, 6, 1, 8, 4, 5, 0, 9, 3, 7], Numbers(indexed));
        Assert.Equal(Enumerable.Range(0, 10), Numbers(streamed));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_failing_collator_is_reported_where_its_batch_is_asked_for(int workers)
    {
        foreach (DataLoader loader in new[] { new DataLoader(s_ten, new FailingCollator()) { NumWorkers = workers }, new DataLoader(Stream(10), new FailingCollator()) { NumWorkers = workers } })
        {
            using IEnumerator<Batch> pass = loader.GetEnumerator();
            Assert.True(pass.MoveNext());
            Assert.True(pass.MoveNext());
            Assert.Equal("row 3", Assert.Throws<InvalidOperationException>(() => pass.MoveNext()).Message);
        }
    }

    [Fact]
    public void Batches_made_beside_the_caller_are_those_made_by_it()
    {
        SeedableRandomSampler Order() => new(10, 42);
        Dataset rows = Dataset.FromColumns(("i", Enumerable.Range(0, 10).ToArray()), ("list", Enumerable.Range(0, 10).Select(i => new[] { i, 2 * i }).ToArray()));

        List<Batch> beside = [.. new DataLoader(rows) { BatchSize = 3, Sampler = Order() }.SkipFirstBatches(1)];
        List<Batch> here = [.. new DataLoader([.. rows], new CountingCollator()) { BatchSize = 3, Sampler = Order() }.SkipFirstBatches(1)];

        Assert.Equal(3, beside.Count);
        Assert.Equal(here.Select(batch => batch.Rows), beside.Select(batch => batch.Rows));
        Assert.Equal(here.Select(batch => ((LongTensor)batch["list"]).ToArray()), beside.Select(batch => ((LongTensor)batch["list"]).ToArray()));
    }

    [Fact]
    public void A_transform_runs_on_the_calling_thread()
    {
        HashSet<int> threads = [];
        Dataset rows = Dataset.FromColumns(("i", Enumerable.Range(0, 10).ToArray())).WithTransform(row =>
        {
            lock (threads)
            {
                _ = threads.Add(Environment.CurrentManagedThreadId);
            }

            return new Dictionary<string, object?> { ["i"] = row["i"].ToList() };
        });

        Assert.Equal(5, new DataLoader(rows, new DefaultDataCollator()) { BatchSize = 2 }.Count());

        Assert.Equal([Environment.CurrentManagedThreadId], threads);
    }

    [Fact]
    public void A_sampler_is_asked_for_the_batch_ahead_and_no_further_whoever_makes_it()
    {
        Dataset rows = Dataset.FromColumns(("i", Enumerable.Range(0, 10).ToArray()));
        foreach (IDataCollator collator in new IDataCollator[] { new DefaultDataCollator(), new CountingCollator() })
        {
            CountingSampler sampler = new();
            using IEnumerator<Batch> pass = new DataLoader(rows, collator) { BatchSize = 2, Sampler = sampler }.GetEnumerator();

            int[] asked = [.. Enumerable.Range(0, 5).Select(_ => pass.MoveNext() ? sampler.Asked : -1)];

            Assert.Equal([4, 6, 8, 10, 10], asked);
        }
    }

    [Fact]
    public void A_batch_ahead_that_cannot_be_made_is_reported_where_it_is_asked_for()
    {
        Dataset rows = Dataset.FromColumns(("list", Enumerable.Range(0, 6).Select(i => new int[i < 3 ? 2 : i]).ToArray()));
        using IEnumerator<Batch> pass = new DataLoader(rows) { BatchSize = 2 }.GetEnumerator();

        Assert.True(pass.MoveNext());
        ArgumentException error = Assert.Throws<ArgumentException>(() => pass.MoveNext());

        Assert.Contains("row 3", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_pass_may_be_left_early(int workers)
    {
        Assert.Equal([0], new DataLoader(s_ten) { NumWorkers = workers }.Take(1).Select(batch => (int)((LongTensor)batch["i"])[0]));
        Assert.Equal([0], new DataLoader(Stream(1000)) { NumWorkers = workers }.Take(1).Select(batch => (int)((LongTensor)batch["i"])[0]));
    }

    [Fact]
    public void Examples_of_unknown_number_come_in_their_order()
    {
        DataLoader loader = new(Stream(7)) { BatchSize = 3 };

        Assert.Null(loader.Count);
        Assert.Null(loader.NumExamples);
        Assert.Equal(Enumerable.Range(0, 7), Numbers(loader));
        Assert.Equal([3, 4, 5, 6], Numbers(loader.SkipFirstBatches(1)));
        Assert.Equal(Enumerable.Range(0, 6), Numbers(new DataLoader(Stream(7)) { BatchSize = 3, DropLast = true }));
        Assert.Equal(Enumerable.Range(0, 7), Numbers(new DataLoader(AsyncStream(7)) { BatchSize = 3 }));
    }

    [Fact]
    public void The_epoch_reaches_examples_that_care()
    {
        EpochExamples examples = new();
        DataLoader loader = new(examples) { BatchSize = 2 };

        Assert.Equal([0, 0], Numbers(loader));
        Assert.Equal([1, 1], Numbers(loader));
        loader.SetEpoch(5);
        Assert.Equal([5, 5], Numbers(loader));
    }

    [Fact]
    public void Batches_outlive_the_scope_they_are_asked_for_in()
    {
        Dataset dataset = Dataset.FromColumns(("x", new[] { 0.5, 1.5, 2.5 }));
        using IEnumerator<Batch> pass = new DataLoader(dataset).GetEnumerator();
        using (new TensorScope())
        {
            pass.MoveNext();
        }

        pass.MoveNext();

        Assert.Equal([1.5f], ((Tensor)pass.Current["x"]).ToArray());
    }

    [Fact]
    public void A_batch_sampler_decides_the_batches()
    {
        DataLoader loader = new(s_ten) { BatchSampler = new BatchRebalanceSampler([1, 1, 1, 1, 1, 1, 1, 1, 1, 9], 10, 2, shuffle: false) };

        Assert.Equal(2, loader.Count);
        Assert.Equal([1, 9], loader.Select(batch => batch.Size).Order());
    }

    private static int[] Numbers(IEnumerable<Batch> batches) =>
        [.. batches.SelectMany(batch => ((LongTensor)batch["i"]).ToArray()).Select(value => (int)value)];

    private static IEnumerable<Example> Stream(int count) =>
        Enumerable.Range(0, count).Select(i => new Example([KeyValuePair.Create("i", (object?)i)]));

    private static async IAsyncEnumerable<Example> AsyncStream(int count)
    {
        foreach (Example example in Stream(count))
        {
            await Task.Yield();
            yield return example;
        }
    }

    private sealed class DrawingCollator(Generator generator) : IDataCollator
    {
        private readonly DefaultDataCollator _inner = new();

        public Batch Collate(IReadOnlyList<Example> examples)
        {
            Batch batch = _inner.Collate(examples);
            batch["drawn"] = new LongTensor([generator.NextInt64()], new Shape(1));
            return batch;
        }
    }

    private sealed class CountingCollator : IDataCollator
    {
        private readonly DefaultDataCollator _inner = new();

        public int Count { get; private set; }

        public Batch Collate(IReadOnlyList<Example> examples)
        {
            Count++;
            return _inner.Collate(examples);
        }
    }

    private sealed class CountingSampler : Sampler
    {
        public int Asked { get; private set; }

        public override int Count => 10;

        public override IEnumerator<int> GetEnumerator()
        {
            for (; Asked < Count;)
            {
                yield return Asked++;
            }
        }
    }

    private sealed class FailingCollator : IDataCollator
    {
        public Batch Collate(IReadOnlyList<Example> examples) => examples[0].Get<int>("i") == 3
            ? throw new InvalidOperationException("row 3")
            : new DefaultDataCollator().Collate(examples);
    }

    private sealed class EpochExamples : IEnumerable<Example>, IEpochAware
    {
        private int _epoch;

        public void SetEpoch(int epoch) => _epoch = epoch;

        public IEnumerator<Example> GetEnumerator() => Enumerable.Repeat(new Example([KeyValuePair.Create("i", (object?)_epoch)]), 2).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
