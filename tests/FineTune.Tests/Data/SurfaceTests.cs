using System.Text.Json;

namespace FineTune.Tests.Data;

public sealed class SurfaceTests
{
    private static readonly Dataset s_three = OrderGolden.Numbered(3);

    [Fact]
    public void Rows_are_repeated_batched_and_added_as_the_reference_does()
    {
        Dataset seven = OrderGolden.Numbered(7);
        Dataset two = s_three.Select([2, 0]);

        Assert.Equal(SurfaceGolden.Get("repeat").Ints(), two.Repeat(2).Numbers());
        Assert.Equal(SurfaceGolden.Get("add_item").Ints(), two.AddItem(Row(("i", 9))).Numbers());
        Assert.Equal(SurfaceGolden.Get("batch").GetProperty("i").EnumerateArray().Select(list => list.Ints()), seven.Batch(3)["i"].ToArray<int[]>());
        Assert.Equal(
            SurfaceGolden.Get("batch_drop").GetProperty("i").EnumerateArray().Select(list => list.Ints()),
            seven.Batch(3, dropLastBatch: true)["i"].ToArray<int[]>());
        Assert.Equal(new Sequence(Value.Int64), seven.Batch(3).Features["i"]);
        Assert.Empty(two.Repeat(0));
    }

    [Fact]
    public void A_batch_keeps_nulls_and_the_kind_of_its_column()
    {
        Dataset classes = Dataset.FromColumns(("y", new object?[] { 1, null, 0 })).CastColumn("y", new ClassLabel("no", "yes"));

        Dataset batched = classes.Batch(2);

        Assert.Equal(new Sequence(new ClassLabel("no", "yes")), batched.Features["y"]);
        Assert.Equal(new object?[] { 1L, null }, ((System.Collections.IEnumerable)batched[0]["y"]!).Cast<object?>());
        Assert.Equal(new object?[] { 0L }, ((System.Collections.IEnumerable)batched[1]["y"]!).Cast<object?>());
    }

    [Fact]
    public void An_added_row_may_lack_columns_and_bring_new_ones()
    {
        Dataset dataset = Dataset.FromColumns(("y", new[] { "a", "b" }), ("n", new[] { 1, 2 })).ClassEncodeColumn("y");

        Dataset added = dataset.AddItem(Row(("y", "b"), ("z", true)));

        Assert.Equal([0L, 1L, 1L], added["y"]);
        Assert.Equal([1L, 2L, null], added["n"]);
        Assert.Equal([null, null, true], added["z"]);
        Assert.Equal(new ClassLabel("a", "b"), added.Features["y"]);
        Assert.Contains("cannot become", Message(() => dataset.AddItem(Row(("n", "x")))));
    }

    [Fact]
    public void Objects_are_flattened_as_the_reference_flattens_them()
    {
        JsonElement golden = SurfaceGolden.Get("flatten");
        Dataset deep = Dataset.FromColumns(
            ("q", new[] { "a", "b" }),
            ("s", new[] { Row(("x", 1), ("t", Row(("u", "v")))), Row(("x", null), ("t", Row(("u", null)))) }),
            ("z", new[] { 1, 2 }));

        Dataset flat = deep.Flatten();

        Assert.Equal(SurfaceGolden.Names(golden.GetProperty("columns")), flat.ColumnNames);
        SurfaceGolden.AssertRows(golden.GetProperty("rows"), flat);
        Assert.Equal(flat.ColumnNames, flat.Flatten().ColumnNames);
    }

    [Fact]
    public void Classes_get_the_numbers_of_a_model()
    {
        JsonElement golden = SurfaceGolden.Get("align_labels");
        Dataset labels = Dataset.FromColumns(("y", new object?[] { 0, 2, null, 1 })).CastColumn("y", new ClassLabel("Entailment", "neutral", "CONTRADICTION"));
        Dictionary<string, int> model = new() { ["CONTRADICTION"] = 0, ["Neutral"] = 1, ["entailment"] = 2 };

        Dataset aligned = labels.AlignLabelsWithMapping(model, "y");

        Assert.Equal(SurfaceGolden.Names(golden.GetProperty("names")), ((ClassLabel)aligned.Features["y"]).Names);
        Assert.Equal([2L, 0L, null, 1L], aligned["y"]);
        Assert.Equal([[2L, 0L], [1L]], labels.Filter(row => row["y"] is not null).Batch(2).AlignLabelsWithMapping(model, "y")["y"].ToArray<long[]>());
        Assert.Contains("only classes can be renumbered", Message(() => s_three.AlignLabelsWithMapping(model, "i")));
        Assert.Contains("has the class \"neutral\", but the mapping has only", Message(() => labels.AlignLabelsWithMapping(new Dictionary<string, int> { ["entailment"] = 0, ["contradiction"] = 1 }, "y")));
    }

    [Fact]
    public void Cast_converts_every_column_and_puts_them_in_the_order_of_the_features()
    {
        Dataset dataset = Dataset.FromColumns(("n", new[] { 1, 0 }), ("t", new[] { "2", "3" }));
        Features wanted = new([KeyValuePair.Create("t", (Feature)Value.Float64), KeyValuePair.Create("n", (Feature)new ClassLabel("no", "yes"))]);

        Dataset cast = dataset.Cast(wanted);

        Assert.Equal(["t", "n"], cast.ColumnNames);
        Assert.Equal(wanted, cast.Features);
        Assert.Equal([2.0, 3.0], cast["t"]);
        Assert.Contains("the features name \"t\", \"n\"", Message(() => dataset.RemoveColumns("t").Cast(wanted)));
        Assert.Equal([1.0, 2.0], s_three.Take(2).AddColumn("f", new[] { 1, 2 }, Value.Float64)["f"]);
    }

    [Fact]
    public void A_transform_makes_each_row_when_it_is_asked_for()
    {
        int runs = 0;
        Dataset dataset = Dataset.FromColumns(("t", new[] { "a", "bb", "ccc" }), ("n", new[] { 1, 2, 3 }));
        Dictionary<string, object?> Lengths(Dataset batch)
        {
            runs++;
            return new() { ["length"] = batch["t"].ToArray<string>().Select(text => text.Length).ToArray() };
        }

        Dataset transformed = dataset.WithTransform(Lengths);

        Assert.Equal(0, runs);
        Assert.Equal("{length: 2}", transformed[1].ToString());
        Assert.Equal("{length: 3}", transformed.Select([2])[0].ToString());
        Assert.Equal("{length: 1}", transformed.RemoveColumns("n")[0].ToString());
        Assert.Equal(3, runs);
        Assert.Equal("{n: 2, length: 2}", dataset.WithTransform(Lengths, ["t"], outputAllColumns: true)[1].ToString());
        Assert.Equal("{t: \"bb\", n: 2}", transformed.ResetFormat()[1].ToString());
        Assert.Equal("{n: 2}", transformed.WithFormat("n")[1].ToString());
        Assert.Equal([1, 2, 3], transformed.Map(row => Row(("copy", row["length"])))["copy"].ToArray<int>());
        Assert.Contains("The transform failed at row 0: no", Assert.Throws<InvalidOperationException>(() => dataset.WithTransform(_ => throw new FormatException("no"))[0]).Message);
        Assert.Contains("returned 2 rows for row 0", Message(() => dataset.WithTransform(_ => Row(("x", new[] { 1, 2 })))[0]));
        Assert.Throws<KeyNotFoundException>(() => dataset.WithTransform(Lengths, ["tt"]));
    }

    [Fact]
    public void Selected_rows_can_be_copied_into_memory_of_their_own()
    {
        Dataset chosen = s_three.Select([2, 0]).WithFormat("i");

        Dataset copied = chosen.FlattenIndices();

        Assert.Equal([2, 0], copied.Numbers());
        Assert.Same(copied, copied.FlattenIndices());
    }

    [Fact]
    public void All_rows_can_be_had_as_lists()
    {
        Dataset dataset = Dataset.FromColumns(("t", new[] { "a", null }), ("n", new[] { 1, 2 }));

        Assert.Equal(["t", "n"], dataset.ToDict().Keys);
        Assert.Equal(["a", null], dataset.ToDict()["t"]);
        Assert.Equal(["n"], dataset.WithFormat("n").ToDict().Keys);
        Assert.Equal(2L, dataset.ToList()[1]["n"]);
        Assert.Equal(["b", null, "a"], Dataset.FromColumns(("v", new[] { "b", null, "a", "b", null })).Unique("v"));
    }

    [Fact]
    public void Splits_change_together()
    {
        DatasetDict splits = new() { ["train"] = s_three, ["test"] = s_three.Take(1) };

        Assert.Equal([3, 1], splits.ToIterableDataset().Filter(_ => true).Select(split => split.Value.Count()));
        Assert.Equal(["DatasetDict", "IterableDatasetDict"], new object[] { splits, splits.ToIterableDataset() }.Select(all => all.ToString()!.Split('(')[0]));
        Assert.Equal(Value.String, splits.Cast(new Features([KeyValuePair.Create("i", (Feature)Value.String)]))["test"].Features["i"]);
        Assert.Equal([0L], splits.Unique("i")["test"]);
        Assert.Equal([2, 1, 0], splits.Sort(["i"], [true])["train"].Numbers());
        Assert.Equal([1, 2], splits.Filter((_, number) => number > 0)["train"].Numbers());
        Assert.Contains("train", Assert.Throws<KeyNotFoundException>(() => splits.ToIterableDataset()["validation"]).Message);
        Assert.Equal(["j"], splits.ToIterableDataset().RenameColumn("i", "j")["test"].First().Keys);
    }

    [Fact]
    public void Unique_refuses_objects_whether_their_fields_are_known_or_not()
    {
        Dataset objects = Dataset.FromColumns(("o", new[] { Row(("x", 1L)), Row(("x", 1L)) }));
        Dataset known = objects.CastColumn("o", new Struct(new Features([KeyValuePair.Create("x", (Feature)Value.Int64)])));

        Assert.Contains("\"o\"", Message(() => objects.Unique("o")), StringComparison.Ordinal);
        Assert.Contains("\"o\"", Message(() => known.Unique("o")), StringComparison.Ordinal);
    }

    private static Example Row(params (string Name, object? Value)[] values) => new(values.Select(value => KeyValuePair.Create(value.Name, value.Value)));

    private static string Message(Func<object> action) => Assert.ThrowsAny<ArgumentException>(action).Message;
}
