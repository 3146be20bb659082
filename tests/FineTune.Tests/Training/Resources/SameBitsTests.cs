using FineTune.Tests.Training.Runs;

namespace FineTune.Tests.Training.Resources;

/// <summary>
/// A run gives the same bits for any number of threads, and, as the digest is a literal and the tests run with narrow registers too, for any
/// instruction set.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class SameBitsTests
{
    private const string Digest = "7fb2881aa843714b7b06a5fd0d175fb47ffe59d56a7f6b0c290c8de8040270d9";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Weights_after_some_steps_are_these(int threads) => Assert.Equal(Digest, AloneCollection.WithThreads(threads, Train));

    private static string Train()
    {
        using RunFolder folder = new();
        TrainingArguments args = new() { PerDeviceTrainBatchSize = 8, MaxSteps = 6, LearningRate = 1e-3, WeightDecay = 0.01, LoggingSteps = 1000 };
        PreTrainedModel model = AutoModelForSequenceClassification.FromConfig(SmallBert.Config());

        SmallBert.Trainer(model, SmallBert.Rows(48, shortest: 5, longest: 70), folder, args).Train();

        return SmallBert.Digest(model);
    }
}
