using System.Text.Json;

namespace FineTune.Tests.Data;

public sealed class SamplerTests
{
    [Fact]
    public void A_seedable_sampler_permutes_by_seed_and_epoch()
    {
        foreach (JsonElement item in OrderGolden.Get("seedable").EnumerateArray())
        {
            SeedableRandomSampler sampler = new(item.GetProperty("n").GetInt32(), item.GetProperty("seed").GetInt64());
            foreach ((JsonElement epoch, JsonElement order) in item.GetProperty("epochs").EnumerateArray().Zip(item.GetProperty("orders").EnumerateArray()))
            {
                if (epoch.ValueKind == JsonValueKind.Number)
                {
                    sampler.SetEpoch(epoch.GetInt32());
                }

                Assert.Equal(order.Ints(), sampler);
            }
        }
    }

    [Fact]
    public void A_random_sampler_seeds_its_own_generator_from_the_default_one()
    {
        JsonElement golden = OrderGolden.Get("random");
        RandomSampler sampler = new(11, new Generator(42));

        foreach (JsonElement order in golden.GetProperty("orders").EnumerateArray())
        {
            Assert.Equal(order.Ints(), sampler);
        }
    }

    [Fact]
    public void A_random_sampler_with_a_generator_draws_one_permutation_more_than_it_uses()
    {
        JsonElement golden = OrderGolden.Get("random");
        Generator unused = new(1);
        Generator own = new(3);

        Assert.Equal(golden.GetProperty("own")[0].Ints(), new RandomSampler(9, unused) { Generator = own });
        Assert.Equal(golden.GetProperty("own")[1].Ints(), new RandomSampler(9, unused) { Generator = own, NumSamples = 22 });
        Assert.Equal(golden.GetProperty("replacement").Ints(), new RandomSampler(9, unused) { Generator = own, NumSamples = 70, Replacement = true });
        long[] next = new long[3];
        own.Random(next, 0, 1000);
        Assert.Equal(golden.GetProperty("next").Ints(), next.Select(value => (int)value));
    }

    [Fact]
    public void Rows_of_like_length_are_grouped_from_the_default_generator()
    {
        Generator generator = new(42);
        foreach (JsonElement item in OrderGolden.Get("grouped").EnumerateArray())
        {
            LengthGroupedSampler sampler = new(item.GetProperty("bs").GetInt32(), OrderGolden.Lengths(item.GetProperty("n").GetInt32()), generator);
            foreach (JsonElement order in item.GetProperty("orders").EnumerateArray())
            {
                Assert.Equal(order.Ints(), sampler);
            }
        }

        Assert.Equal(OrderGolden.Get("grouped_next").GetInt64(), generator.NextInt64());
    }

    [Fact]
    public void Grouping_for_evaluation_is_the_same_in_every_pass()
    {
        LengthGroupedSampler sampler = LengthGroupedSampler.ForEvaluation(8, OrderGolden.Lengths(100), seed: 42);

        Assert.Equal(OrderGolden.Get("grouped_eval").Ints(), sampler);
        Assert.Equal(OrderGolden.Get("grouped_eval").Ints(), sampler);
    }

    [Fact]
    public void Rebalanced_batches_are_those_of_the_reference()
    {
        foreach (JsonElement item in OrderGolden.Get("rebalance").EnumerateArray())
        {
            BatchRebalanceSampler sampler = new(
                OrderGolden.Lengths(item.GetProperty("n").GetInt32()),
                item.GetProperty("effective").GetInt32(),
                item.GetProperty("accum").GetInt32(),
                shuffle: item.GetProperty("shuffle").GetBoolean(),
                dropLast: item.GetProperty("drop").GetBoolean());
            foreach (JsonElement pass in item.GetProperty("passes").EnumerateArray())
            {
                sampler.SetEpoch(pass.GetProperty("epoch").GetInt32());
                IReadOnlyList<int>[] batches = [.. sampler];
                Assert.Equal(pass.GetProperty("sizes").Ints(), batches.Select(batch => batch.Count));
                Assert.Equal(pass.GetProperty("first").Ints(), batches[0]);
                Assert.Equal(pass.GetProperty("crc").GetInt64(), OrderGolden.Crc(batches.SelectMany(rows => rows)));
                Assert.Equal(batches.Length, sampler.Count);
            }
        }
    }

    [Theory]
    [InlineData(10, 3, false, 4, 1)]
    [InlineData(10, 3, true, 3, 3)]
    [InlineData(9, 3, false, 3, 3)]
    [InlineData(2, 3, true, 0, 0)]
    public void Batches_are_cut_in_order(int rows, int size, bool dropLast, int count, int lastSize)
    {
        BatchSampler sampler = new(new SequentialSampler(rows), size, dropLast);

        IReadOnlyList<int>[] batches = [.. sampler];

        Assert.Equal(count, batches.Length);
        Assert.Equal(count, sampler.Count);
        Assert.Equal(Enumerable.Range(0, batches.Sum(batch => batch.Count)), batches.SelectMany(batch => batch));
        Assert.Equal(lastSize, batches.LastOrDefault()?.Count ?? 0);
    }

    [Fact]
    public void Lengths_come_from_the_length_column_or_from_the_input()
    {
        Dataset dataset = Dataset.FromColumns(("input_ids", new int[][] { [1, 2, 3], [4] }));

        Assert.Equal([3, 1], LengthGroupedSampler.LengthsOf(dataset));
        Assert.Equal([7, 8], LengthGroupedSampler.LengthsOf(dataset.AddColumn("length", new[] { 7, 8 })));
        ArgumentException error = Assert.Throws<ArgumentException>(() => LengthGroupedSampler.LengthsOf(dataset.RenameColumn("input_ids", "ids")));
        Assert.Contains("Row 0 has no list \"input_ids\"", error.Message);
    }
}
