using FineTune.PublicApi.Tests.Extending;

namespace FineTune.PublicApi.Tests;

/// <summary>Lines that the reference's tutorials have, as a user writes them in C#.</summary>
public sealed class TutorialLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Files_of_splits_are_named_in_a_line()
    {
        string train = Csv("train.csv", 5);
        string validation = Csv("validation.csv", 3);

        var dataset = DatasetDict.Load(("train", train), ("validation", validation));

        Assert.Equal((5, 3), (dataset["train"].NumRows, dataset["validation"].NumRows));
        Assert.Equal(2, dataset["train"][..2].NumRows);
        Assert.Equal(["t3", "t4"], dataset["train"][^2..]["text"].ToArray<string>());
    }

    [Fact]
    public void A_folder_is_all_that_arguments_need()
    {
        var args = new TrainingArguments("out") { LearningRate = 2e-5 };

        Assert.Equal(new TrainingArguments { OutputDir = "out", LearningRate = 2e-5 }, args);
    }

    [Fact]
    public void Columns_rows_and_batches_print_their_first_values()
    {
        var dataset = Dataset.LoadCsv(Csv("rows.csv", 20));

        Assert.Equal("""Column(["t0", "t1", "t2", "t3", "t4", ...])""", dataset["text"].ToString());
        Assert.Equal("Column([0, 1, 0, 1, 0, ...])", dataset["label"].ToString());
        Assert.Equal("""{text: "t7", label: 1}""", dataset[7].ToString());
        Assert.Equal("{ids: [1, 2, 3, 4, 5, 6, 7, 8, 9, ...]}", new Example([KeyValuePair.Create("ids", (object?)Enumerable.Range(1, 10).ToArray())]).ToString());
    }

    [Fact]
    public void Predictions_and_labels_are_there_without_a_question()
    {
        var trainer = Toy.Trainer(Toy.Args(_folder.Path));

        var predictions = trainer.Predict(Toy.Rows(8));
        var (logits, labels, metrics) = predictions;

        Assert.Equal((8, 8), (logits.Shape[0], labels.Shape[0]));
        Assert.Equal(logits.ArgMax(axis: -1).ToArray(), predictions.ArgMax().ToArray());
        Assert.Contains("test_loss", metrics.Keys);
    }

    public void Dispose() => _folder.Dispose();

    private string Csv(string name, int rows)
    {
        string path = Path.Combine(_folder.Path, name);
        File.WriteAllText(path, "text,label\n" + string.Concat(Enumerable.Range(0, rows).Select(i => $"t{i},{i % 2}\n")));
        return path;
    }
}
