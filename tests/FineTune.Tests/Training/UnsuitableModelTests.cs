namespace FineTune.Tests.Training;

public sealed class UnsuitableModelTests
{
    private static string Folder => Golden.Path("models", "bert-tiny");

    [Fact]
    public void A_model_without_a_head_is_refused_with_the_class_that_has_one()
    {
        using TemporaryFolder output = new();
        Trainer trainer = new(AutoModel.FromPretrained(Folder), new TrainingArguments { OutputDir = output.Path })
        {
            TrainDataset = Encoded(length: 8),
        };

        Exception exception = Assert.ThrowsAny<Exception>(() => trainer.Train());

        Assert.Contains("BertModel", exception.Message, StringComparison.Ordinal);
        Assert.Contains("AutoModelForSequenceClassification.FromPretrained", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encoding_longer_than_the_positions_is_refused_with_both_lengths()
    {
        using TemporaryFolder output = new();
        Trainer trainer = new(AutoModelForSequenceClassification.FromPretrained(Folder), new TrainingArguments { OutputDir = output.Path })
        {
            TrainDataset = Encoded(length: 17),
        };

        Exception exception = Assert.ThrowsAny<Exception>(() => trainer.Train());

        Assert.Contains("17", exception.Message, StringComparison.Ordinal);
        Assert.Contains("16", exception.Message, StringComparison.Ordinal);
        Assert.Contains("truncation", exception.Message, StringComparison.Ordinal);
    }

    private static Dataset Encoded(int length) => Dataset.FromColumns(
        ("input_ids", new[] { Enumerable.Repeat(5, length).ToArray(), Enumerable.Repeat(6, length).ToArray() }),
        ("attention_mask", new[] { Enumerable.Repeat(1, length).ToArray(), Enumerable.Repeat(1, length).ToArray() }),
        ("labels", new long[] { 0, 1 }));
}
