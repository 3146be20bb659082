using System.Text.Json;
using FineTune.Data;

namespace FineTune.Tests.Data;

/// <summary>The reference's batches are in <c>tests/Goldens/data/collate.json</c>, see <c>make_collate.py</c>.</summary>
public sealed class CollatorTests : IDisposable
{
    private static readonly JsonElement s_golden = JsonDocument.Parse(Golden.Text("data", "collate.json")).RootElement;

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Cases()
    {
        TheoryData<string, string> data = [];
        foreach (string collator in new[] { "padding", "default" })
        {
            foreach (JsonElement item in s_golden.GetProperty(collator).EnumerateArray())
            {
                data.Add(collator, item.GetProperty("name").GetString()!);
            }
        }

        return data;
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_batch_is_that_of_the_reference(string collator, string name)
    {
        JsonElement item = s_golden.GetProperty(collator).EnumerateArray().Single(other => other.GetProperty("name").GetString() == name);
        Example[] examples = [.. item.GetProperty("examples").EnumerateArray().Select(example => (Example)JsonValue.Of(example)!)];
        IDataCollator made = collator == "default" ? new DefaultDataCollator() : Padding(item);

        if (item.TryGetProperty("error", out _))
        {
            Assert.Throws<ArgumentException>(() => made.Collate(examples));
            return;
        }

        Check(item.GetProperty("batch"), made.Collate(examples));
        Check(item.GetProperty("batch"), made.Collate([.. examples.Select(WithInt32Lists)]));
        if (examples.All(example => example.Keys.SequenceEqual(examples[0].Keys)))
        {
            Check(item.GetProperty("batch"), made.Collate([.. Dataset.FromList(examples)]));
        }
    }

    [Fact]
    public void Tensors_are_stacked()
    {
        Example[] examples =
        [
            Row(("x", new LongTensor([1, 2], new Shape(2))), ("y", Tensor.From([1.5f], new Shape(1)))),
            Row(("x", new LongTensor([3, 4], new Shape(2))), ("y", Tensor.From([2.5f], new Shape(1)))),
        ];

        Batch batch = new DefaultDataCollator().Collate(examples);

        Assert.Equal("[[1 2]\n [3 4]]", batch["x"].ToString());
        Assert.Equal("Batch(x: (2, 2), y: (2, 1))", batch.ToString());
        Assert.Equal([1, 2, 3, 4], ((LongTensor)batch["x"]).ToArray());
        Assert.Equal([1.5f, 2.5f], ((Tensor)batch["y"]).ToArray());
        Example other = Row(("x", new LongTensor([3], new Shape(1))), ("y", Tensor.From(1)));
        string message = Assert.Throws<ArgumentException>(() => new DefaultDataCollator().Collate([examples[0], other])).Message;
        Assert.Contains("example 0 of the batch has shape (2), but example 1 of the batch has shape (1)", message);
    }

    [Fact]
    public void Errors_name_the_row_the_column_and_the_fix()
    {
        string path = _folder.Write("rows.jsonl", "{\"x\": [1, 2], \"t\": \"a\"}\n{\"x\": [1], \"t\": \"b\"}\n{\"x\": null, \"t\": \"c\"}\n");
        Dataset dataset = Dataset.Load(path);
        DefaultDataCollator collator = new();

        string ragged = Assert.Throws<ArgumentException>(() => collator.Collate([dataset[0], dataset[1]])).Message;
        string isNull = Assert.Throws<ArgumentException>(() => collator.Collate([dataset[0], dataset[2]])).Message;
        string text = Assert.Throws<ArgumentException>(() => new DefaultDataCollator().Collate([.. dataset.RenameColumn("t", "label")])).Message;

        Assert.Contains($"Column \"x\" cannot become one tensor: row 0 ({path}, line 1) has 2 elements, but row 1 ({path}, line 2) has 1 elements", ragged);
        Assert.Contains($"Column \"x\" is null in row 2 ({path}, line 3)", isNull);
        Assert.Contains($"Column \"label\", row 0 ({path}, line 1): \"a\" is not a number", text);
        Assert.Contains("dataset.ClassEncodeColumn(\"label\")", text);
        Assert.Throws<ArgumentException>(() => collator.Collate([]));
    }

    [Fact]
    public void Rows_longer_than_the_maximum_are_answered_with_truncation()
    {
        Dataset dataset = Dataset.FromColumns(("input_ids", new int[][] { [1, 2], [1, 5, 6, 2] }));
        DataCollatorWithPadding collator = new(Tokenizer("{}")) { Padding = PaddingStrategy.MaxLength, MaxLength = 3 };

        string message = Assert.Throws<ArgumentException>(() => collator.Collate([.. dataset])).Message;

        Assert.Contains("Row 1 has 4 tokens, more than MaxLength 3", message);
        Assert.Contains("truncation: true", message);
    }

    [Fact]
    public void Encoded_texts_go_straight_into_a_batch()
    {
        PreTrainedTokenizer tokenizer = Tokenizer("{\"tokenizer_class\": \"BertTokenizer\"}");
        Dataset dataset = Dataset.FromColumns(("text", new[] { "hello", "hello world hello" }), ("label", new[] { 1, 0 }));

        Dataset encoded = dataset.Map(row => tokenizer.Encode(row.Get<string>("text"), truncation: true));
        Batch batch = new DataCollatorWithPadding(tokenizer).Collate([.. encoded.RemoveColumns("text")]);

        Assert.Equal(["text", "label", "input_ids", "token_type_ids", "attention_mask"], encoded.ColumnNames);
        Assert.Equal([1, 5, 2, 3, 3, 1, 5, 6, 5, 2], batch.InputIds!.ToArray());
        Assert.Equal([1, 1, 1, 0, 0, 1, 1, 1, 1, 1], batch.AttentionMask!.ToArray());
        Assert.Equal([1, 0], ((LongTensor)batch.Labels!).ToArray());
    }

    [Fact]
    public void Unused_columns_are_left_out_of_every_example()
    {
        RemoveColumnsCollator collator = new(new DefaultDataCollator(), ["x", "label", "labels"]);

        Batch batch = collator.Collate([Row(("x", 1), ("y", 2), ("label", 3))]);

        Assert.Equal(["labels", "x"], batch.Keys);
    }

    private static Example Row(params IEnumerable<(string Name, object? Value)> values) =>
        new(values.Select(value => KeyValuePair.Create(value.Name, value.Value)));

    private static Example WithInt32Lists(Example example) => new(example.Select(pair => KeyValuePair.Create(
        pair.Key, pair.Value is long[] list ? (object?)Array.ConvertAll(list, value => (int)value) : pair.Value)));

    private DataCollatorWithPadding Padding(JsonElement item)
    {
        JsonElement args = item.GetProperty("args");
        return new DataCollatorWithPadding(Tokenizer(item.GetProperty("config").GetRawText()))
        {
            Padding = !args.TryGetProperty("padding", out JsonElement padding) ? true
                : padding.ValueKind == JsonValueKind.False ? false
                : PaddingStrategy.MaxLength,
            MaxLength = args.TryGetProperty("max_length", out JsonElement length) ? length.GetInt32() : null,
            PadToMultipleOf = args.TryGetProperty("pad_to_multiple_of", out JsonElement multiple) ? multiple.GetInt32() : null,
        };
    }

    private PreTrainedTokenizer Tokenizer(string config)
    {
        _folder.Write("vocab.txt", string.Join('\n', s_golden.GetProperty("vocab").EnumerateArray().Select(token => token.GetString())) + "\n");
        _folder.Write("tokenizer_config.json", config);
        return PreTrainedTokenizer.FromPretrained(_folder.Path);
    }

    private static void Check(JsonElement golden, Batch batch)
    {
        Assert.Equal(golden.EnumerateArray().Select(pair => pair[0].GetString()), batch.Keys);
        foreach (JsonElement pair in golden.EnumerateArray())
        {
            TensorBase tensor = batch[pair[0].GetString()!];
            Assert.Equal(pair[1].GetProperty("shape").Ints(), tensor.Shape);
            Assert.Equal(pair[1].GetProperty("dtype").GetString() == "torch.float32", tensor is Tensor);
            Assert.Equal(pair[1].GetProperty("data").EnumerateArray().Select(Number), Numbers(tensor));
        }
    }

    private static double Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => value.GetDouble(),
    };

    private static IEnumerable<double> Numbers(TensorBase tensor) => tensor is LongTensor longs
        ? longs.ToArray().Select(value => (double)value)
        : ((Tensor)tensor).ToArray().Select(value => (double)value);
}
