using System.Text.Json;
using System.Text.Json.Nodes;

namespace FineTune.Tests.Data;

public sealed class StreamingTests
{
    private static readonly Dictionary<string, Func<IterableDataset>> s_pipelines = new()
    {
        ["table"] = () => Table(250, 1),
        ["table shuffled"] = () => Table(3000, 1).Shuffle(42, 100),
        ["table of shards shuffled"] = () => Table(3000, 7).Shuffle(42, 100),
        ["table of many shards shuffled"] = () => Table(3000, 23).Shuffle(3, 256, maxBufferInputShards: 4),
        ["table shuffled from one shard at a time"] = () => Table(3000, 7).Shuffle(1, 64, maxBufferInputShards: 1),
        ["table shuffled by default"] = () => Table(2500, 3).Shuffle(5),
        ["odd buffer"] = () => Table(500, 3).Shuffle(9, 7),
        ["buffer of one"] = () => Table(50, 3).Shuffle(9, 1),
        ["code"] = () => Code(3),
        ["code shuffled"] = () => Code(5).Shuffle(11, 50),
        ["mapped then shuffled"] = () => Table(1000, 4).Map(Double).Shuffle(8, 90),
        ["shuffled then mapped"] = () => Table(1000, 4).Shuffle(8, 90).Map(Double),
        ["filtered then shuffled"] = () => Table(1000, 4).Filter(row => row.Get<int>("i") % 2 == 0).Shuffle(8, 90),
        ["shuffled then filtered"] = () => Table(1000, 4).Shuffle(8, 90).Filter(row => row.Get<int>("i") % 2 == 0),
        ["shuffled then batched"] = () => Table(1000, 4).Shuffle(8, 90).MapBatched(Both, batchSize: 64),
        ["batched"] = () => Table(1000, 4).MapBatched(Both, batchSize: 64),
        ["batched without the last"] = () => Table(1000, 4).MapBatched(Both, batchSize: 64, dropLastBatch: true),
        ["selected then shuffled"] = () => Table(1000, 4).SelectColumns("i").Shuffle(8, 90),
        ["renamed then shuffled"] = () => Table(1000, 4).RenameColumn("i", "j").RenameColumn("j", "i").Shuffle(8, 90),
        ["skip and take"] = () => Table(1000, 4).Skip(100).Take(55),
        ["skipped then shuffled"] = () => Table(1000, 4).Skip(100).Shuffle(2, 30),
        ["shuffled then skipped"] = () => Table(1000, 4).Shuffle(2, 30).Skip(100).Take(300),
        ["taken then shuffled"] = () => Table(1000, 4).Take(500).Shuffle(2, 30),
        ["repeated"] = () => Table(30, 3).Repeat(3),
        ["repeated then shuffled"] = () => Table(300, 3).Repeat(2).Shuffle(4, 40),
        ["shuffled twice"] = () => Table(1000, 4).Shuffle(2, 30).Shuffle(3, 50),
        ["part"] = () => Table(1000, 7).Shard(3, 1),
        ["every third shard"] = () => Table(1000, 7).Shard(3, 1, contiguous: false),
        ["part of skipped"] = () => Table(1000, 7).Skip(50).Shard(3, 1),
        ["concatenated then shuffled"] = () => Datasets.ConcatenateDatasets(Two()).Shuffle(6, 60),
        ["interleaved then shuffled"] = () => Datasets.InterleaveDatasets(Two()).Shuffle(6, 60),
        ["drawn then shuffled"] = () => Datasets.InterleaveDatasets(Two(), [0.3, 0.7], seed: 12).Shuffle(6, 60),
        ["shuffled then drawn"] = () => Datasets.InterleaveDatasets([Table(500, 3).Shuffle(6, 60), Code(2)], [0.3, 0.7], seed: 12, StoppingStrategy.AllExhausted),
        ["cast then shuffled"] = () => Table(300, 3).Cast(new Features([KeyValuePair.Create("i", (Feature)Value.String)])).Shuffle(1, 20),
    };

    public static TheoryData<string> Pipelines => [.. s_pipelines.Keys];

    [Fact]
    public void Every_stream_of_the_reference_is_compared() =>
        Assert.Equal(SurfaceGolden.Get("streams").EnumerateObject().Select(stream => stream.Name).Order(), s_pipelines.Keys.Order());

    [Theory]
    [MemberData(nameof(Pipelines))]
    public void Rows_come_in_the_order_of_the_reference_in_every_epoch(string name)
    {
        JsonElement golden = SurfaceGolden.Get("streams").GetProperty(name);
        IterableDataset stream = s_pipelines[name]();

        Assert.Equal(golden.GetProperty("shards").GetInt32(), stream.NumShards);
        foreach ((int epoch, JsonElement order) in golden.GetProperty("epochs").EnumerateArray().Index())
        {
            stream.SetEpoch(epoch);
            SurfaceGolden.AssertOrder(order, Numbers(stream), $"{name}, epoch {epoch}");
        }
    }

    [Theory]
    [MemberData(nameof(Pipelines))]
    public void A_pass_goes_on_behind_any_row_with_exactly_the_rows_that_were_left(string name)
    {
        foreach (int epoch in new[] { 0, 1 })
        {
            IterableDataset stream = s_pipelines[name]();
            stream.SetEpoch(epoch);
            int[] all = [.. Numbers(stream)];

            foreach (int given in new[] { 0, 1, 19, all.Length / 2, all.Length - 1, all.Length }.Where(count => count <= all.Length))
            {
                IterableDataset first = s_pipelines[name]();
                first.SetEpoch(epoch);
                Assert.Equal(given, Numbers(first).Take(given).Count());
                IterableDataset second = s_pipelines[name]();
                second.SetEpoch(epoch);
                second.LoadStateDict((JsonObject)JsonNode.Parse(first.StateDict().ToJsonString())!);

                Assert.Equal(all[given..], Numbers(second));
            }
        }
    }

    [Fact]
    public void A_state_counts_for_its_epoch_and_its_steps_only()
    {
        IterableDataset stream = Table(100, 2);
        using (IEnumerator<Example> rows = stream.GetEnumerator())
        {
            rows.MoveNext();
        }

        stream.LoadStateDict(stream.StateDict());
        stream.SetEpoch(1);

        Assert.Equal(100, Numbers(stream).Count());
        stream.SetEpoch(0);
        Assert.Equal(99, Numbers(stream).Count());
        Assert.Contains("state is of another data set", Assert.Throws<InvalidDataException>(() => stream.LoadStateDict(Table(100, 2).Take(3).StateDict())).Message);
        Assert.Contains("state is of another data set", Assert.Throws<InvalidDataException>(() => stream.LoadStateDict([])).Message);
        foreach (string other in new[] { "null", "[]", "{}", "{\"step\": 1}", "{\"counters\": 1}", "{\"counters\": [null]}", "{\"counters\": [\"1\"]}", "{\"sources\": {}}", "{\"sources\": [null]}" })
        {
            JsonObject state = (JsonObject)stream.StateDict().DeepClone();
            JsonNode? examples = JsonNode.Parse(other);
            if (examples is JsonObject { Count: > 0 } changed)
            {
                examples = state["examples"]!.DeepClone();
                examples[changed.First().Key] = changed.First().Value?.DeepClone();
            }

            state["examples"] = examples;
            Assert.Contains("state is of another data set", Assert.Throws<InvalidDataException>(() => stream.LoadStateDict(state)).Message);
        }
    }

    [Fact]
    public void Rows_are_read_when_they_are_asked_for_and_no_earlier()
    {
        List<int> read = [];
        IterableDataset stream = IterableDataset.FromGenerator(() => Enumerable.Range(0, 1000).Select(i =>
        {
            read.Add(i);
            return new Dictionary<string, object?> { ["i"] = i };
        })).Map(Double).Filter(row => row.Get<int>("i") % 4 == 0);

        int[] first = [.. Numbers(stream).Take(3)];

        Assert.Equal([0, 4, 8], first);
        Assert.Equal(5, read.Count);
    }

    [Fact]
    public void Endless_streams_end_when_there_is_nothing()
    {
        Assert.Equal([0, 1, 0, 1, 0], Numbers(Table(2, 1).Repeat(null)).Take(5));
        Assert.Empty(IterableDataset.FromGenerator(() => Array.Empty<Dictionary<string, object?>>()).Repeat(null));
    }

    [Fact]
    public void Batches_hold_lists_and_data_sets()
    {
        IterableDataset stream = Table(7, 2);

        Assert.Equal([[0L, 1, 2], [3, 4, 5], [6]], stream.Batch(3).Select(row => row.Get<long[]>("i")));
        Assert.Equal(2, stream.Batch(3, dropLastBatch: true).Count());
        Assert.Equal(new Sequence(Value.Int64), stream.Batch(3).Features!["i"]);
        Assert.Equal([3, 3, 1], stream.Iter(3).Select(batch => batch.NumRows));
        Assert.Equal([3, 3], stream.Iter(3, dropLastBatch: true).Select(batch => batch.NumRows));
        Assert.Equal(Enumerable.Range(0, 7), stream.ToDataset().Numbers());
        Assert.Equal(new ClassLabel(7), stream.CastColumn("i", new ClassLabel(7)).ToDataset().Features["i"]);
        Assert.Empty(stream.Take(0).ToDataset());
    }

    [Fact]
    public void Columns_are_known_until_a_function_changes_rows()
    {
        IterableDataset stream = Table(10, 1);

        Assert.Equal(["i"], stream.ColumnNames);
        Assert.Null(stream.Map(Double).ColumnNames);
        Assert.Null(stream.Map(Double).NumColumns);
        Assert.Equal(["j"], stream.RenameColumn("i", "j").ColumnNames);
        Assert.Equal(["i"], stream.AddColumn("k", Enumerable.Range(5, 10)).RemoveColumns("k").First().Keys);
        Assert.Equal([5L, 6L], stream.AddColumn("k", Enumerable.Range(5, 10).Select(i => (long)i))["k"].Take(2));
        Assert.Equal(["k"], stream.Map(_ => new Dictionary<string, object?> { ["k"] = 1.5 }, removeColumns: ["i"]).First().Keys);
        Assert.Equal("3", stream.CastColumn("i", Value.String).ElementAt(3)["i"]);
        Assert.Equal("1", stream.Map(Double, features: new Features([KeyValuePair.Create("i", (Feature)Value.String), KeyValuePair.Create("z", (Feature)Value.Bool)])).Skip(1).Map(row =>
        {
            Assert.Null(row["z"]);
            return new Dictionary<string, object?> { ["i"] = "1" };
        }).First()["i"]);
    }

    [Fact]
    public void What_goes_wrong_while_rows_are_read_names_the_row()
    {
        IterableDataset stream = Table(10, 1);

        Assert.Contains("Map failed at row 4: no", Assert.Throws<InvalidOperationException>(
            () => stream.Map(row => row.Get<int>("i") == 4 ? throw new FormatException("no") : null).Count()).Message);
        Assert.Contains("MapBatched failed at the batch that begins at row 4: no", Assert.Throws<InvalidOperationException>(
            () => stream.MapBatched(batch => batch.NumRows == 4 && batch[0].Get<int>("i") == 4 ? throw new FormatException("no") : null, 4).Count()).Message);
        Assert.Contains("1 rows for the batch that begins at row 0, but the columns \"i\" stay", Assert.Throws<ArgumentException>(
            () => stream.MapBatched(_ => new Dictionary<string, object?> { ["k"] = new[] { 1 } }, 4).Count()).Message);
        Assert.Contains("There is no column \"ii\"", Assert.Throws<KeyNotFoundException>(() => stream.SelectColumns("ii")).Message);
        Assert.Contains("There is no column \"ii\"", Assert.Throws<KeyNotFoundException>(() => stream.Map(Double).SelectColumns("ii").Count()).Message);
        Assert.Contains("Row 0 has the columns \"i\"", Assert.Throws<ArgumentException>(() => stream.Cast(new Features([])).Count()).Message);
        Assert.Contains("3 rows cannot be divided into 4 shards", Assert.Throws<ArgumentException>(() => Table(3, 4)).Message);
        Assert.Contains("A seed is 0 or more", Assert.Throws<ArgumentOutOfRangeException>(() => stream.Shuffle(-1)).Message);
    }

    [Fact]
    public void A_batch_may_be_answered_with_rows()
    {
        IterableDataset stream = Table(7, 2).MapBatched(
            batch => batch["i"].ToArray<int>().Select(i => new Dictionary<string, object?> { ["n"] = i + 1 }).ToArray<IReadOnlyDictionary<string, object?>>(), 3);

        Assert.Equal(Enumerable.Range(1, 7), stream.Select(row => row.Get<int>("n")));
        Assert.Equal(["i", "n"], stream.First().Keys);
    }

    [Fact]
    public void Rows_may_arrive_over_time()
    {
        static async IAsyncEnumerable<IReadOnlyDictionary<string, object?>> Rows()
        {
            for (int i = 0; i < 3; i++)
            {
                await Task.Yield();
                yield return new Dictionary<string, object?> { ["i"] = i };
            }
        }

        IterableDataset stream = IterableDataset.FromAsyncEnumerable(Rows);

        Assert.Equal([0, 1, 2], Numbers(stream));
        Assert.Equal([0, 1, 2], Numbers(stream));
    }

    private static IterableDataset Table(int count, int shards) => OrderGolden.Numbered(count).ToIterableDataset(shards);

    private static IterableDataset Code(int shards) => IterableDataset.FromGenerator(
        shard => Enumerable.Range(shard, 100).Select(i => new Dictionary<string, object?> { ["i"] = i }), [.. Enumerable.Range(0, shards).Select(k => 1000 * k)]);

    private static IterableDataset[] Two() => [Table(500, 3), SurfaceGolden.Numbered(400, 10_000).ToIterableDataset(2)];

    private static Dictionary<string, object?> Double(Example row) => new() { ["i"] = row.Get<int>("i") * 2 };

    private static Dictionary<string, object?> Both(Dataset batch) =>
        new() { ["i"] = batch["i"].ToArray<int>().SelectMany(i => new[] { i, i + 100_000 }).ToArray() };

    private static IEnumerable<int> Numbers(IterableDataset stream) =>
        stream.Select(row => row["i"] is string text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : row.Get<int>("i"));
}
