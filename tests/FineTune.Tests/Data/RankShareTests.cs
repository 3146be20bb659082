using System.Text.Json.Nodes;
using FineTune.Data;

namespace FineTune.Tests.Data;

/// <summary>Which rows each of several processes sees: what accelerate's samplers say (shares.json).</summary>
public sealed class RankShareTests
{
    private const string File = "distributed/shares.json";

    [Fact]
    public void Rows_with_numbers_are_shared_out_as_by_the_reference()
    {
        int checkedCases = 0;
        foreach (JsonArray row in Cases("indexed"))
        {
            (int rows, int batch, int size) = ((int)row[0]!, (int)row[1]!, (int)row[2]!);
            (bool drop, bool even, bool split) = ((bool)row[3]!, (bool)row[4]!, (bool)row[5]!);

            int[][][] found = [.. Enumerable.Range(0, size).Select(rank => Batches(rank, size, even, new SequentialSampler(rows), split ? batch / size : batch, drop))];

            Assert.Equal(row[6]!.ToJsonString(), JsonOf(found));
            checkedCases++;
        }

        Assert.True(checkedCases > 200);
    }

    [Fact]
    public void Rows_that_come_one_after_the_other_too()
    {
        foreach (JsonArray row in Cases("streams"))
        {
            (int rows, int batch, int size, bool drop) = ((int)row[0]!, (int)row[1]!, (int)row[2]!, (bool)row[3]!);

            int[][][] found = [.. Enumerable.Range(0, size).Select(rank => new RankShare(rank, size, FillsUp: true).Of(Enumerable.Range(0, rows), batch, drop).ToArray())];

            Assert.Equal(row[4]!.ToJsonString(), JsonOf(found));
        }
    }

    [Fact]
    public void Rebalanced_batches_are_dealt_out_as_by_the_reference()
    {
        int[] lengths = [.. Cases("lengths").Single().Select(length => (int)length!)];
        foreach (JsonArray row in Cases("rebalanced"))
        {
            (int batch, int steps, int size, bool drop, int epoch) = ((int)row[0]!, (int)row[1]!, (int)row[2]!, (bool)row[3]!, (int)row[4]!);

            Assert.Equal(row[5]!.ToJsonString(), JsonOf(Rebalanced(lengths, batch, steps, size, drop, epoch)));
        }
    }

    [Fact]
    public void Those_of_many_processes_too()
    {
        foreach (JsonArray row in Cases("many"))
        {
            int[] lengths = [.. row[0]!.AsArray().Select(length => (int)length!)];

            Assert.Equal(row[4]!.ToJsonString(), JsonOf(Rebalanced(lengths, (int)row[1]!, (int)row[2]!, (int)row[3]!)));
        }
    }

    [Fact]
    public void A_set_of_numbers_has_the_order_that_it_has_in_Python()
    {
        foreach (JsonArray row in Cases("sets"))
        {
            Assert.Equal(row[1]!.AsArray().Select(number => (int)number!), PythonSet.Order(row[0]!.AsArray().Select(number => (int)number!)));
        }
    }

    [Theory]
    [InlineData(10, 2, 3, new[] { 2, 6 }, new[] { 0, 9 })]
    [InlineData(10, 2, 2, new[] { 2, 6 }, new[] { 4, 5 })]
    public void The_worked_example_of_ten_rows(int rows, int batch, int size, int[] first, int[] second)
    {
        int[][] found = Batches(0, size, fillsUp: true, new SeedableRandomSampler(rows, 42), batch, dropLast: false);

        Assert.Equal(first, found[0]);
        Assert.Equal(second, found[1]);
    }

    [Fact]
    public void A_loader_counts_and_skips_the_batches_of_its_process()
    {
        Example[] rows = [.. Enumerable.Range(0, 10).Select(i => new Example(new Dictionary<string, object?> { ["labels"] = (long)i }))];
        DataLoader loader = new DataLoader((IReadOnlyList<Example>)rows) { BatchSize = 2 }.SharedOut(new RankShare(1, 3, FillsUp: true), 2);

        long[][] seen = [.. loader.SkipFirstBatches(1).Select(batch => ((LongTensor)batch["labels"]).ToArray())];

        Assert.Equal(2, loader.Count);
        Assert.Equal(10, loader.NumExamples);
        Assert.Equal([[8, 9]], seen);
    }

    [Fact]
    public void An_order_drawn_from_a_generator_of_its_own_can_be_asked_for_by_epoch()
    {
        Generator generator = new(5UL);
        int[][] expected = [.. Enumerable.Range(0, 3).Select(_ => new RandomSampler(7, new Generator(1UL)) { Generator = generator }.ToArray())];
        ReplayedSampler sampler = new(7, 5);

        sampler.SetEpoch(2);
        int[] last = [.. sampler];
        sampler.SetEpoch(0);

        Assert.Equal(expected[2], last);
        Assert.Equal(expected[0], sampler);
        Assert.Equal(expected[1], sampler);
    }

    private static int[][][] Rebalanced(int[] lengths, int batch, int steps, int size, bool drop = false, int epoch = 0) => [.. Enumerable.Range(0, size).Select(rank =>
    {
        BatchRebalanceSampler all = new(lengths, batch * steps * size, steps * size, dropLast: drop) { Processes = size };
        all.SetEpoch(epoch);
        return new RankShare(rank, size, FillsUp: true).Of(all, new SequentialSampler(1), 1, drop).Select(rows => rows.ToArray()).ToArray();
    })];

    private static int[][] Batches(int rank, int size, bool fillsUp, Sampler order, int batch, bool dropLast)
    {
        IBatchSampler batches = new RankShare(rank, size, fillsUp).Of(null, order, batch, dropLast);
        int[][] all = [.. batches.Select(rows => rows.ToArray())];
        Assert.True(all.Length == batches.Count || (!fillsUp && all.Length == batches.Count - 1));
        return all;
    }

    private static IEnumerable<JsonArray> Cases(string key) => JsonNode.Parse(Golden.Text("training", File))![key]!.AsArray().Select(row => row!.AsArray());

    private static string JsonOf(int[][][] batches) =>
        new JsonArray([.. batches.Select(rank => new JsonArray([.. rank.Select(batch => new JsonArray([.. batch.Select(row => (JsonNode)row)]))]))]).ToJsonString();
}
