namespace FineTune.Tests.Training;

/// <summary>Ten losses of a tiny BERT, dropout included: a refactoring keeps every bit; a change of a sum's order shows here first.</summary>
/// <remarks>The reference (transformers 5.23, torch 2.13) gives the same losses within 5e-7.</remarks>
public sealed class GoldenTrajectoryTests
{
    private static readonly float[] s_losses =
    [
        1.2247665f, 1.2186205f, 1.326608f, 0.9266053f, 0.9234941f, 1.6766884f, 1.2033153f, 1.228785f, 1.1809509f, 1.172288f,
    ];

    [Fact]
    public void Ten_steps_of_a_tiny_bert_give_these_losses()
    {
        using TemporaryFolder output = new();
        Trainer trainer = new(
            AutoModelForSequenceClassification.FromPretrained(Golden.Path("models", "bert-tiny")),
            new TrainingArguments
            {
                OutputDir = output.Path,
                LearningRate = 1e-3,
                MaxSteps = 10,
                LoggingSteps = 1,
                PerDeviceTrainBatchSize = 4,
                SaveStrategy = SaveStrategy.No,
                DisableTqdm = true,
            })
        {
            TrainDataset = Rows(),
        };

        trainer.Train();

        Assert.Equal(s_losses, trainer.State.LogHistory.Where(entry => entry.ContainsKey("loss")).Select(entry => (float)entry["loss"]));
    }

    private static Dataset Rows() => Dataset.FromColumns(
        ("input_ids", Enumerable.Range(0, 12).Select(row => Enumerable.Range(0, 10).Select(t => 5 + (((row * 7) + (t * t)) % 35)).ToArray()).ToArray()),
        ("attention_mask", Enumerable.Range(0, 12).Select(row => Enumerable.Range(0, 10).Select(t => t < 4 + (row % 7) ? 1 : 0).ToArray()).ToArray()),
        ("labels", Enumerable.Range(0, 12).Select(row => (long)(row % 3)).ToArray()));
}
