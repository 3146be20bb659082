using System.Text.Json;

namespace FineTune.Tests.Data;

public sealed class CombineTests
{
    private static readonly Dataset s_first = Dataset.FromColumns(
        ("a", new[] { 1, 2 }), ("b", new[] { "x", null }), ("n", new object?[] { null, null }), ("l", new[] { new object?[0], [] }));

    private static readonly Dataset s_second = Dataset.FromColumns(
        ("b", new[] { "y" }), ("c", new[] { 1.5 }), ("n", new[] { 3 }), ("a", new object?[] { null }), ("l", new[] { new long[] { 7, 8 } }));

    [Fact]
    public void Columns_are_aligned_and_missing_values_null()
    {
        JsonElement golden = SurfaceGolden.Get("aligned");

        Dataset joined = Datasets.ConcatenateDatasets([s_first, s_second]);

        Assert.Equal(SurfaceGolden.Names(golden.GetProperty("columns")).Order(), joined.ColumnNames.Order());
        SurfaceGolden.AssertRows(golden.GetProperty("rows"), joined);
        Assert.Equal(Value.Int64, joined.Features["n"]);
        Assert.Equal(new Sequence(Value.Int64), joined.Features["l"]);
    }

    [Fact]
    public void Streamed_columns_are_aligned_too()
    {
        IterableDataset joined = Datasets.ConcatenateDatasets([s_first.ToIterableDataset(), s_second.ToIterableDataset()]);

        SurfaceGolden.AssertRows(SurfaceGolden.Get("aligned_stream").GetProperty("rows"), joined);
        Assert.Equal(Datasets.ConcatenateDatasets([s_first, s_second]).Features, joined.Features);
        Assert.Equal(2, joined.NumShards);
    }

    [Fact]
    public void Columns_go_side_by_side_where_rows_are_equally_many()
    {
        Dataset other = Dataset.FromColumns(("z", new[] { 5, 6 }));

        SurfaceGolden.AssertRows(SurfaceGolden.Get("beside"), Datasets.ConcatenateDatasets([s_first, other], axis: 1));
        SurfaceGolden.AssertRows(
            SurfaceGolden.Get("beside"), Datasets.ConcatenateDatasets([s_first.ToIterableDataset(), other.ToIterableDataset()], axis: 1));
        Assert.Contains("data set 1 has 1", Message(() => Datasets.ConcatenateDatasets([s_first, other.Take(1)], axis: 1)));
        Assert.Contains("\"a\" occurs more than once", Message(() => Datasets.ConcatenateDatasets([s_first, s_first], axis: 1)));
        Assert.Contains("\"a\" occurs more than once", Message(() => Datasets.ConcatenateDatasets([s_first.ToIterableDataset(), s_first.ToIterableDataset()], axis: 1)));
        Assert.Contains("axis is 0", Message(() => Datasets.ConcatenateDatasets([s_first], axis: 2)));
    }

    [Fact]
    public void Data_sets_without_rows_do_not_count_unless_all_are()
    {
        Dataset none = s_second.Take(0);

        Assert.Equal(["a", "b", "n", "l"], Datasets.ConcatenateDatasets([none, s_first]).ColumnNames);
        Assert.Equal(s_second.ColumnNames, Datasets.ConcatenateDatasets([none, s_first.Take(0)]).ColumnNames);
    }

    [Fact]
    public void What_cannot_be_combined_says_which_column_of_which_data_set()
    {
        Dataset text = s_first.CastColumn("a", Value.String);

        Assert.Contains("\"a\" holds string in data set 1, but int64 in another", Message(() => Datasets.ConcatenateDatasets([s_first, text])));
        Assert.Contains("\"a\" holds string in data set 1", Message(() => Datasets.InterleaveDatasets([s_first.ToIterableDataset(), text.ToIterableDataset()])));
        Assert.Contains("no data set to concatenate", Message(() => Datasets.ConcatenateDatasets(Array.Empty<Dataset>())));
        Assert.Contains("1 probabilities for 2 data sets", Message(() => Datasets.InterleaveDatasets([s_first, s_first], [1.0])));
        Assert.Contains("Data set 1 has no rows", Message(() => Datasets.InterleaveDatasets([s_first, s_first.Take(0)], [0.5, 0.5], seed: 1)));
        Assert.Contains("Data set 1 has probability 0", Message(() => Datasets.InterleaveDatasets([s_first, s_first], [1, 0], seed: 1, StoppingStrategy.AllExhausted)));
    }

    [Fact]
    public void Data_that_is_never_drawn_ends_nothing_and_cannot_be_waited_for()
    {
        Dataset numbers = OrderGolden.Numbered(3);
        Dataset empty = numbers.Take(0);

        Assert.Equal([0, 1, 2], Datasets.InterleaveDatasets([numbers, empty], [1, 0], seed: 1).Numbers());
        Assert.Equal([0, 1, 2], Datasets.InterleaveDatasets([numbers, empty], [1, 0], seed: 1, StoppingStrategy.AllExhaustedWithoutReplacement).Numbers());
        Assert.Contains("Data set 1 has probability 0", Message(() => Datasets.InterleaveDatasets([numbers, empty], [1, 0], seed: 1, StoppingStrategy.AllExhausted)));
        Assert.Contains("Data set 0 has probability 0", Message(() => Datasets.InterleaveDatasets(
            [numbers.ToIterableDataset(), numbers.ToIterableDataset()], [0, 1], seed: 1, StoppingStrategy.AllExhaustedWithoutReplacement)));
        Assert.Equal([0, 1, 2], Datasets.InterleaveDatasets([numbers, empty], [0.5, 0.5], seed: 1, StoppingStrategy.AllExhaustedWithoutReplacement).Numbers());
    }

    [Fact]
    public void Concatenated_rows_keep_only_a_format_they_share()
    {
        Dataset formatted = s_first.WithFormat("a");

        Assert.Equal(["a"], Datasets.ConcatenateDatasets([formatted, formatted])[0].Keys);
        Assert.Equal(4, Datasets.ConcatenateDatasets([formatted, s_first])[0].Count);
    }

    [Fact]
    public void Rows_are_mixed_as_the_reference_mixes_them()
    {
        foreach (JsonElement mix in SurfaceGolden.Get("interleave").EnumerateArray())
        {
            Dataset[] sets = [.. mix.GetProperty("lengths").Ints().Select((count, k) => SurfaceGolden.Numbered(count, 10_000 * k))];
            JsonElement given = mix.GetProperty("probabilities");
            double[]? probabilities = given.ValueKind == JsonValueKind.Null ? null : [.. given.EnumerateArray().Select(p => p.GetDouble())];
            long? seed = mix.GetProperty("seed") is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;
            string strategy = mix.GetProperty("stopping_strategy").GetString()!;
            StoppingStrategy stops = Enum.Parse<StoppingStrategy>(strategy.Replace("_", string.Empty), ignoreCase: true);

            SurfaceGolden.AssertOrder(mix.GetProperty("rows"), Datasets.InterleaveDatasets(sets, probabilities, seed, stops).Numbers(), mix.GetRawText());
            IterableDataset stream = Datasets.InterleaveDatasets([.. sets.Select(set => set.ToIterableDataset())], probabilities, seed, stops);
            SurfaceGolden.AssertOrder(mix.GetProperty("stream"), stream.Select(row => row.Get<int>("i")), "stream of " + mix.GetRawText());
        }
    }

    private static string Message(Func<object> action) => Assert.ThrowsAny<ArgumentException>(action).Message;
}
